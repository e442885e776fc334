using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Onnx;
using Google.Protobuf;
using DataType = DeepCompression.Aot.Trainer.Onnx.TensorProto.Types.DataType;

namespace DeepCompression.Aot.Trainer.Tests.Data;

public sealed class SampleSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_archive_with_four_arrays_is_split_as_it_says()
    {
        string path = _folder.Write("mnist.npz", NpyBytes.Archive(
            ("x_train.npy", NpyBytes.Bytes("3, 1, 2", 1, 2, 3, 4, 5, 6)),
            ("y_train.npy", NpyBytes.Of("<i8", "3,", [.. new long[] { 0, 1, 2 }.SelectMany(BitConverter.GetBytes)])),
            ("x_test.npy", NpyBytes.Bytes("1, 1, 2", 7, 8)),
            ("y_test.npy", NpyBytes.Bytes("1, 1", 2))));

        DatasetSplits splits = SampleSource.Open(path).ReadSplits();

        Assert.Equal("mnist.npz", splits.Train.Name);
        Assert.Equal(new ImageShape(1, 1, 2), splits.Train.Shape);
        Assert.Equal([1, 2, 3, 4], splits.Train.Pixels.ToArray());
        Assert.Equal([2], splits.Validation.Labels.ToArray());
        Assert.Equal([7, 8], splits.Test.Pixels.ToArray());
        Assert.Equal(["0", "1", "2"], splits.Test.ClassNames);
    }

    [Fact]
    public void The_same_arrays_may_be_files_of_a_folder()
    {
        _folder.Write("x_test.npy", NpyBytes.Singles("2, 3", 1, 2, 3, -4, 5, 6));
        _folder.Write("y_test.npy", NpyBytes.Singles("2, 2", 0.2f, 0.8f, 0.6f, 0.4f));

        Dataset test = SampleSource.Open(_folder.Path).ReadTest(["no", "yes"]);

        Assert.Equal([1, 0], test.Labels.ToArray());
        Assert.Equal([-4, 5, 6], Inputs(test, 1));
        Assert.Throws<DataException>(() => SampleSource.Open(_folder.Path).ReadTraining());
    }

    [Fact]
    public void A_file_by_itself_is_a_whole_set_with_its_labels_beside_it()
    {
        string path = _folder.Write("xs.npy", NpyBytes.Bytes("20, 1", [.. Enumerable.Range(0, 20).Select(i => (byte)i)]));
        Assert.False(SampleSource.Open(path).ReadTraining().HasLabels);
        _folder.Write("ys.npy", NpyBytes.Bytes("20,", [.. Enumerable.Range(0, 20).Select(i => (byte)(i % 2))]));

        DatasetSplits splits = SampleSource.Open(path).ReadSplits();

        Assert.Equal((17, 1, 2), (splits.Train.Count, splits.Validation.Count, splits.Test.Count));
        Assert.Equal([18, 19], splits.Test.Pixels.ToArray());
        Assert.Equal(20, SampleSource.Open(path).ReadTest().Count);
    }

    [Fact]
    public void Without_labels_nothing_can_be_measured()
    {
        string path = _folder.Write("samples.npy", NpyBytes.Bytes("2, 1", 1, 2));

        Assert.Equal(2, SampleSource.Open(path).ReadTraining().Count);
        AssertProblem(() => SampleSource.Open(path).ReadTest(), path, "labels: there are none");
    }

    [Fact]
    public void Numbers_are_inputs_as_they_are_and_bytes_are_normalised()
    {
        Dataset numbers = SampleSource.Open(_folder.Write("a.npy", NpyBytes.Singles("1, 2", 10, 20))).ReadTraining();
        Dataset bytes = SampleSource.Open(_folder.Write("b.npy", NpyBytes.Bytes("1, 2", 10, 20))).ReadTraining();
        var half = new PixelNormalisation(0.5f, 1);

        Assert.Equal([10, 20], Inputs(numbers.Normalised(half), 0));
        Assert.Equal([6, 11], Inputs(bytes.Normalised(half), 0));
    }

    [Fact]
    public void Recorded_tensors_are_joined_in_the_order_of_their_numbers()
    {
        foreach (int set in new[] { 0, 2, 10 })
        {
            Record($"test_data_set_{set}", [set, set + 0.5f], [set == 10 ? 1 : 0, 0.5f]);
        }

        Dataset all = SampleSource.Open(_folder.Path).ReadTest(["a", "b"]);

        Assert.Equal([10, 10.5f], Inputs(all, 2));
        Assert.Equal([1, 1, 0], all.Labels.ToArray());
    }

    [Fact]
    public void An_archive_damaged_anywhere_is_read_or_refused_and_nothing_else()
    {
        byte[] archive = NpyBytes.Archive(("x.npy", NpyBytes.Bytes("100, 2", new byte[200])), ("y.npy", NpyBytes.Bytes("100,", new byte[100])));
        int refused = 0;
        for (int place = 0; place < archive.Length; place++)
        {
            byte[] damaged = [.. archive];
            damaged[place] ^= 0xFF;
            try
            {
                SampleSource.Open(_folder.Write("bad.npz", damaged)).ReadTraining();
            }
            catch (DataException error)
            {
                Assert.Contains("bad.npz", error.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.True(refused > archive.Length / 4, $"{refused} of {archive.Length} damages were noticed.");
    }

    [Fact]
    public void An_archive_of_other_names_says_which_it_has()
    {
        string path = _folder.Write("odd.npz", NpyBytes.Archive(("images.npy", NpyBytes.Bytes("1, 1", 1)), ("labels.npy", NpyBytes.Bytes("1,", 1))));

        AssertProblem(() => SampleSource.Open(path).ReadTraining(), path, "'images', 'labels'", "x_train");
    }

    [Fact]
    public void Samples_and_labels_must_belong_together()
    {
        string path = _folder.Write("odd.npz", NpyBytes.Archive(("x.npy", NpyBytes.Bytes("2, 1", 1, 2)), ("y.npy", NpyBytes.Bytes("3,", 1, 2, 3))));

        AssertProblem(() => SampleSource.Open(path).ReadTraining(), "2 samples", "3 labels");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_sample_that_is_no_number_is_named(float stray)
    {
        string path = _folder.Write("a.npy", NpyBytes.Singles("2, 2", 1, 2, 3, stray));

        AssertProblem(() => SampleSource.Open(path).ReadTraining(), path, "sample 1 has a value");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0.5f)]
    [InlineData(65_536)]
    [InlineData(float.NaN)]
    public void A_label_that_is_no_class_is_named(float label)
    {
        string path = _folder.Write("odd.npz", NpyBytes.Archive(("x.npy", NpyBytes.Bytes("2, 1", 1, 2)), ("y.npy", NpyBytes.Singles("2,", 0, label))));

        AssertProblem(() => SampleSource.Open(path).ReadTraining(), "label 1", "no whole number");
    }

    [Fact]
    public void A_path_that_is_nothing_known_is_refused()
    {
        AssertProblem(() => SampleSource.Open(_folder.File("nothing")), "does not exist");
        AssertProblem(() => SampleSource.Open(_folder.Write("photo.jpg", [0xFF, 0xD8, 0xFF])), "photo.jpg", "not those of a NumPy");
        AssertProblem(() => SampleSource.Open(_folder.Write("empty", [])), "empty", "not those of a NumPy");
    }

    [Fact]
    public void Tensors_that_are_damaged_or_of_several_inputs_are_refused()
    {
        string file = Record("test_data_set_0", [1, 2], [1, 0]);
        File.WriteAllBytes(file, [0xFF, 0xFF]);
        AssertProblem(() => SampleSource.Open(_folder.Path).ReadTest(), file, "damaged");

        Record("test_data_set_0", [1, 2], [1, 0]);
        File.Copy(file, Path.Combine(Path.GetDirectoryName(file)!, "input_1.pb"));
        AssertProblem(() => SampleSource.Open(_folder.Path).ReadTest(), "several inputs");
    }

    [DataFact("mnist")]
    public void Idx_files_come_as_before()
    {
        string folder = Path.Combine(Repository.Data, "mnist");
        Assert.Equal(60_000, SampleSource.Open(folder).ReadTraining().Count);
        Assert.Equal(10_000, SampleSource.Open(folder).ReadTest().Count);
    }

    private static float[] Inputs(Dataset set, int index)
    {
        var inputs = new float[set.Shape.Length];
        set.CopyInputs(index, inputs);
        var again = new float[inputs.Length];
        set.CopyInputs([index], again);
        Assert.Equal(inputs, again);
        return inputs;
    }

    private static void AssertProblem(Func<object> action, params string[] parts)
    {
        DataException error = Assert.Throws<DataException>(action);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private string Record(string set, float[] input, float[] output)
    {
        string folder = Directory.CreateDirectory(_folder.File(set)).FullName;
        Write("output_0.pb", output);
        return Write("input_0.pb", input);

        string Write(string name, float[] values)
        {
            var tensor = new TensorProto { DataType = (int)DataType.Float };
            tensor.Dims.AddRange([1, values.Length]);
            tensor.FloatData.AddRange(values);
            string path = Path.Combine(folder, name);
            File.WriteAllBytes(path, tensor.ToByteArray());
            return path;
        }
    }
}
