using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>Writes what recurrent operators have in common, which <see cref="RecurrentForm"/> reads.</summary>
internal static class RecurrentWriter
{
    public static void WriteForm(BitWriter writer, RecurrentOperator op)
    {
        RecurrentForm form = op.Form;
        writer.WriteNumber(form.Sequences);
        writer.WriteFlag(form.IsReverse);
        writer.WriteFlag(form.Clip is not null);
        if (form.Clip is float clip)
        {
            writer.WriteSingle(clip);
        }

        writer.WriteFlag(form.Functions != op.UsualFunctions);
        if (form.Functions == op.UsualFunctions)
        {
            return;
        }

        foreach (GateFunction function in form.Functions)
        {
            writer.Write((uint)function.Kind, GateFunction.KindBits);
            int numbers = GateFunction.NumbersOf(function.Kind);
            if (numbers > 0)
            {
                writer.WriteSingle(function.Alpha);
            }

            if (numbers > 1)
            {
                writer.WriteSingle(function.Beta);
            }
        }
    }
}
