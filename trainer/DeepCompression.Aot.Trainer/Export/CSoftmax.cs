using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>The loops of a softmax in C that needs no library: an exponential of its own, in single precision.</summary>
internal static class CSoftmax
{
    /// <summary>The body of the function that computes it.</summary>
    /// <param name="shape">The shape of the vector.</param>
    /// <param name="target">The array that receives the probabilities.</param>
    public static string Body(TensorShape shape, string target) => $$"""
            float largest = x0[0], sum = 0;
            for (int i = 1; i < {{shape.ElementCount}}; i++) {
                largest = x0[i] > largest ? x0[i] : largest;
            }
            for (int i = 0; i < {{shape.ElementCount}}; i++) {
                float x = x0[i] - largest < -87 ? -87 : x0[i] - largest;
                int power = (int)(x * 1.44269504f - 0.5f);
                float r = x - (float)power * 0.693147181f;
                union { unsigned bits; float number; } scale = { .bits = (unsigned)(power + 127) << 23 };
                float e = 1 + r * (1 + r * (0.5f + r * (0.166666672f + r * (0.0416666642f + r * (0.00833333377f + r * 0.00138888892f)))));
                {{target}}[i] = e * scale.number;
                sum += {{target}}[i];
            }
            for (int i = 0; i < {{shape.ElementCount}}; i++) {
                {{target}}[i] /= sum;
            }

        """.ReplaceLineEndings("\n");
}
