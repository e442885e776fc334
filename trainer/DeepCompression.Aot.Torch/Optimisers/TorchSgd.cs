using DeepCompression.Aot.Trainer.Engine;

namespace DeepCompression.Aot.Torch.Optimisers;

/// <summary>Stochastic gradient descent with momentum: step = momentum · last step + rate · gradient.</summary>
internal sealed class TorchSgd(OptimiserSettings settings, Tensor values) : TorchOptimiser
{
    private readonly Tensor _lastStep = Zeros(values);

    public override void Step(Tensor values, Tensor gradient, float learningRate)
    {
        _lastStep.mul_(settings.Momentum).add_(gradient, learningRate);
        values.sub_(_lastStep);
    }

    public override void Forget(Tensor others) => Clear(_lastStep, others);

    public override void Dispose() => _lastStep.Dispose();
}
