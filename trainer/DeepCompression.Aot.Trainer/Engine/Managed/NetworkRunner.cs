using DeepCompression.Aot.Trainer.Engine.Managed.Kernels;
using DeepCompression.Aot.Trainer.Engine.Managed.Layers;

namespace DeepCompression.Aot.Trainer.Engine.Managed;

/// <summary>
/// Runs the layers over batches with a crew of threads. A step has four phases: weights are packed, panel by panel; blocks go forward
/// and back through all layers, so that a block stays in a core's cache; weight gradients are summed over the batch, tile by tile;
/// parameters are updated, range by range. No phase's items write anything in common, and no sum is split between threads.
/// </summary>
internal sealed unsafe class NetworkRunner
{
    private readonly LayerPlan _plan;
    private readonly TrainedParameter[] _parameters;
    private readonly WorkCrew _crew;
    private readonly IWeightedLayer[] _weightLayers;
    private readonly (IWeightedLayer Layer, int Item)[] _denseGradientItems;
    private readonly List<(IWeightedLayer Layer, int Item)> _packItems = [];
    private readonly List<(IWeightedLayer Layer, int Item)> _gradientItems = [];
    private readonly List<(TrainedParameter Parameter, int Item)> _updateItems = [];
    private readonly Layer[] _layers;

    // Delegates and the batch at hand are fields so that a step allocates nothing.
    private readonly Action<int> _pack;
    private readonly Action<int> _train;
    private readonly Action<int> _infer;
    private readonly Action<int> _computeGradient;
    private readonly Action<int> _computeDenseGradient;
    private readonly Action<int> _update;
    private double[] _losses = [];
    private bool _kernelsChosen;
    private bool _packed;
    private Pass _pass;
    private int _samples;
    private float* _inputs;
    private float* _logits;
    private int* _labels;
    private float* _teacher;

    public NetworkRunner(LayerPlan plan, TrainedParameter[] parameters, WorkCrew crew)
    {
        _plan = plan;
        _parameters = parameters;
        _crew = crew;
        _layers = [.. plan.Layers];
        _weightLayers = [.. plan.WeightLayers];
        _denseGradientItems = [.. Items(_weightLayers, layer => layer.DenseGradientItems)];
        _pack = item => _packItems[item].Layer.Pack(_packItems[item].Item);
        _train = Train;
        _infer = Infer;
        _computeGradient = item => _gradientItems[item].Layer.ComputeGradient(_pass, _gradientItems[item].Item);
        _computeDenseGradient = item => _denseGradientItems[item].Layer.ComputeGradient(_pass, _denseGradientItems[item].Item);
        _update = item => _updateItems[item].Parameter.Update(_updateItems[item].Item);
    }

    /// <summary>What training minimises.</summary>
    public LossSettings Loss { get; set; } = LossSettings.Plain;

    private int BlockInputs => _plan.Input.BlockLength;

    /// <summary>To be called when anything but <see cref="Step"/> changed the parameters or their constraints.</summary>
    public void ParametersChanged()
    {
        _packed = false;
        _kernelsChosen = false;
    }

    /// <summary>One step on a batch.</summary>
    /// <returns>The mean loss before it.</returns>
    public double Step(TrainingBatch batch, float learningRate, ulong number)
    {
        ComputeGradients(batch, number, dense: false);
        Update(learningRate);

        double loss = 0;
        for (int block = 0; block < _pass.Blocks; block++)
        {
            loss += _losses[block];
        }

        return loss / batch.Labels.Length;
    }

    /// <summary>Everything of a step but the update.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="number">The number of the step, from which dropout draws.</param>
    /// <param name="dense">Whether the gradients of weights that are not kept are wanted too.</param>
    public void ComputeGradients(TrainingBatch batch, ulong number, bool dense)
    {
        Prepare(batch.Labels.Length);
        Begin(new Pass(Lanes.BlocksFor(batch.Labels.Length), Training: true, number, dense));
        fixed (float* inputs = batch.Inputs)
        fixed (int* labels = batch.Labels)
        fixed (float* teacher = batch.TeacherLogits)
        {
            _inputs = inputs;
            _labels = labels;
            _teacher = teacher;
            _crew.Run(_pass.Blocks, _train);
        }

        if (dense)
        {
            _crew.Run(_denseGradientItems.Length, _computeDenseGradient);
        }
        else
        {
            _crew.Run(_gradientItems.Count, _computeGradient);
        }

        foreach (IWeightedLayer layer in _weightLayers)
        {
            layer.ComputeBiasGradient(_pass.Blocks);
        }
    }

    /// <summary>The logits of some samples.</summary>
    public void Infer(ReadOnlySpan<float> inputs, int samples, Span<float> logits)
    {
        Prepare(samples);
        Begin(new Pass(Lanes.BlocksFor(samples), Training: false, Number: 0));
        fixed (float* inputPointer = inputs)
        fixed (float* logitPointer = logits)
        {
            _inputs = inputPointer;
            _logits = logitPointer;
            _crew.Run(_pass.Blocks, _infer);
        }
    }

    private void Begin(in Pass pass)
    {
        _pass = pass;
        foreach (Layer layer in _layers)
        {
            layer.Begin(pass);
        }
    }

    private void Prepare(int samples)
    {
        _samples = samples;
        int blocks = Lanes.BlocksFor(samples);
        if (blocks > _losses.Length)
        {
            foreach (Activation activation in _plan.Activations)
            {
                activation.Reserve(blocks);
            }

            foreach (Layer layer in _layers)
            {
                layer.Reserve(blocks);
            }

            _losses = new double[blocks];
        }

        if (!_kernelsChosen)
        {
            ChooseKernels();
            _kernelsChosen = true;
        }

        if (!_packed)
        {
            _crew.Run(_packItems.Count, _pack);
            _packed = true;
        }
    }

    private void ChooseKernels()
    {
        foreach (IWeightedLayer layer in _weightLayers)
        {
            layer.ChooseKernels();
        }

        Replace(_packItems, Items(_weightLayers, layer => layer.PackItems));
        Replace(_gradientItems, Items(_weightLayers, layer => layer.GradientItems));
        Replace(_updateItems, Items(_parameters, parameter => parameter.UpdateItems));

        static void Replace<T>(List<T> items, IEnumerable<T> newItems)
        {
            items.Clear();
            items.AddRange(newItems);
        }
    }

    private static IEnumerable<(T Owner, int Item)> Items<T>(IEnumerable<T> owners, Func<T, int> count) =>
        owners.SelectMany(owner => Enumerable.Range(0, count(owner)).Select(item => (owner, item)));

    private int SamplesIn(int block) => Math.Min(Lanes.Count, _samples - (block * Lanes.Count));

    private void Forward(int block)
    {
        float* inputs = _inputs + ((nint)block * BlockInputs);
        Lanes.FromSamples(inputs, SamplesIn(block), _plan.Input.Elements, _plan.Input.Values(block));
        foreach (Layer layer in _layers)
        {
            layer.Forward(_pass, block);
        }
    }

    private void Infer(int block)
    {
        Forward(block);
        float* logits = _logits + ((nint)block * _plan.Logits.BlockLength);
        Lanes.ToSamples(_plan.Logits.Values(block), SamplesIn(block), _plan.Logits.Elements, logits);
    }

    private void Train(int block)
    {
        Forward(block);
        var labels = new ReadOnlySpan<int>(_labels + (block * Lanes.Count), SamplesIn(block));
        float* teacher = _teacher == null ? null : _teacher + ((nint)block * _plan.Logits.BlockLength);
        _losses[block] = ClassificationLoss.Compute(Loss, _plan.Logits, block, labels, teacher, _samples);
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            _layers[i].Backward(_pass, block);
        }
    }

    private void Update(float learningRate)
    {
        foreach (TrainedParameter parameter in _parameters)
        {
            parameter.BeginStep(learningRate);
        }

        _crew.Run(_updateItems.Count, _update);
        _packed = false;
    }
}
