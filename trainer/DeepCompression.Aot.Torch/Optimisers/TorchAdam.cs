using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Torch.Optimisers;

/// <summary>Adam (Kingma and Ba, 2015, algorithm 1), with bias-corrected moments.</summary>
internal sealed class TorchAdam(OptimiserSettings settings, Tensor values) : TorchOptimiser
{
    private const double Epsilon = 1e-8;

    private readonly Tensor _first = Zeros(values);
    private readonly Tensor _second = Zeros(values);
    private int _steps;

    public override Tensor? SecondMoment => _second;

    public override void Step(Tensor values, Tensor gradient, float learningRate)
    {
        _steps++;
        double rate = learningRate / (1 - Math.Pow(settings.Beta1, _steps));
        double secondScale = 1 / Math.Sqrt(1 - Math.Pow(settings.Beta2, _steps));
        _first.mul_(settings.Beta1).add_(gradient, 1 - settings.Beta1);
        _second.mul_(settings.Beta2).addcmul_(gradient, gradient, 1 - settings.Beta2);
        values.addcdiv_(_first, _second.sqrt().mul_(secondScale).add_(Epsilon), -rate);
    }

    public override void Forget(Tensor others)
    {
        Clear(_first, others);
        Clear(_second, others);
    }

    public override void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }
}
