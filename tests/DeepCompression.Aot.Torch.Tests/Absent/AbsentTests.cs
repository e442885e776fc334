using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Torch.Tests;

/// <summary>A build without TorchSharp.</summary>
public class AbsentTests
{
    [Fact(Skip = "This build has no torch engine, so that its tests are left out: set TorchSharpDir to a folder of TorchSharp.dll and its native library, or build with -p:TorchSharp=true.")]
    public void The_torch_engine_trains_as_the_managed_one_does()
    {
    }

    [Fact]
    public void The_engine_says_how_to_get_it()
    {
        string message = Assert.Throws<EngineException>(() => TorchEngines.Create("cpu", threads: null)).Message;

        Assert.All(["-p:TorchSharp=true", "-p:TorchSharpDir=DIR", "--engine managed"], remedy => Assert.Contains(remedy, message, StringComparison.Ordinal));
    }
}
