namespace DeepCompression.Aot.Generator.Model;

/// <summary>A class and the plan of the network that goes into it. Class and model file decide it, so it is equal when they are.</summary>
internal sealed record ClassPlan(ModelClass Class, ModelFile File, ModelPlan Plan)
{
    public bool Equals(ClassPlan? other) => other is not null && Class.Equals(other.Class) && File.Equals(other.File);

    public override int GetHashCode() => Class.GetHashCode();
}
