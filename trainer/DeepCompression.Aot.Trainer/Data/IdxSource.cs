namespace DeepCompression.Aot.Trainer.Data;

/// <summary>A folder of IDX files under MNIST's names (<see cref="IdxFolder"/>).</summary>
internal sealed class IdxSource(string folder) : SampleSource(folder)
{
    protected override bool Has(SampleSet set) => set != SampleSet.Whole;

    protected override Dataset Read(SampleSet set, IReadOnlyList<string>? classNames) =>
        set == SampleSet.Training ? IdxFolder.ReadTraining(Path, classNames) : IdxFolder.ReadTest(Path, classNames);
}
