using System.Buffers.Binary;
using System.Text;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Networks;
using DeepCompression.Aot.Trainer.StateDictionaries;
using DeepCompression.Aot.Trainer.Tests.Data;
using DeepCompression.Aot.Trainer.Tests.Engine;
using FsCheck.Fluent;

namespace DeepCompression.Aot.Trainer.Tests.StateDictionaries;

public sealed class SafetensorsTests : IDisposable
{
    private static readonly string[] Names = ["a", "b"];
    private static readonly TensorShape[] Shapes = [new(2, 2), new(3)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("lenet-300-100")]
    [InlineData("lenet-5")]
    public void What_is_written_reads_back_bit_by_bit(string name)
    {
        NetworkDefinition network = ReferenceNetworks.Find(name)!;
        float[][] parameters = [.. network.Graph.Parameters.Select((shape, number) => TestNetworks.Random((int)shape.ElementCount, (ulong)number))];
        parameters[1] = [.. parameters[1]];
        parameters[1][0] = -0f;
        parameters[1][1] = float.Epsilon;
        parameters[1][2] = float.MaxValue;

        string file = _folder.Write("weights.safetensors", SafetensorsWriter.Write(network.ParameterNames, network.Graph.Parameters, parameters));
        float[][] read = SafetensorsFile.Read(file, network.ParameterNames, network.Graph.Parameters);

        Assert.Equal(parameters.Select(Bits), read.Select(Bits));
    }

    [Fact]
    public void A_file_of_the_published_layout_is_read_whatever_the_order_of_its_tensors()
    {
        // Written out by hand from the format's description: the second tensor's bytes come first, and the header ends in spaces.
        byte[] values = [.. Floats(5, 6, 7), .. Floats(1, 2, 3, 4)];
        string file = Write(
            """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[12,28]},"b":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}   """, values);

        float[][] read = SafetensorsFile.Read(file, Names, Shapes);

        Assert.Equal([[1, 2, 3, 4], [5, 6, 7]], read);
    }

    [Fact]
    public void What_is_written_has_the_published_layout()
    {
        byte[] file = SafetensorsWriter.Write(Names, Shapes, [[1, 2, 3, 4], [5, 6, 7]]);

        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        Assert.Equal(0, length % 8);
        Assert.Equal(
            """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[3],"data_offsets":[16,28]}}""",
            Encoding.UTF8.GetString(file, 8, length).TrimEnd(' '));
        Assert.Equal(Floats(1, 2, 3, 4, 5, 6, 7), file[(8 + length)..]);
    }

    public static TheoryData<string, byte[]> Types => new()
    {
        { "F32", Floats(1.5f, -0.25f, 3) },
        { "F64", [.. BitConverter.GetBytes(1.5), .. BitConverter.GetBytes(-0.25), .. BitConverter.GetBytes(3.0)] },
        { "F16", [.. BitConverter.GetBytes((Half)1.5), .. BitConverter.GetBytes((Half)(-0.25)), .. BitConverter.GetBytes((Half)3)] },
        { "BF16", [0xC0, 0x3F, 0x80, 0xBE, 0x40, 0x40] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Numbers_of_every_type_are_read(string type, byte[] values)
    {
        string header = $$"""{"b":{"dtype":"{{type}}","shape":[3],"data_offsets":[0,{{values.Length}}]} }""";

        Assert.Equal([1.5f, -0.25f, 3], SafetensorsFile.Read(Write(header, values), ["b"], [new TensorShape(3)])[0]);
    }

    [Theory]
    [InlineData("""{"b":{"dtype":"F32","shape":[3],"data_offsets":[4,16]}}""", "begin at byte 4")]
    [InlineData("""{"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "places 8 bytes of values, but 12 follow")]
    [InlineData("""{"b":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "places 16 bytes of values, but 12 follow")]
    [InlineData("""{"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"c":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "neither overlap nor leave gaps")]
    [InlineData("""{"b":{"dtype":"F32","shape":[3],"data_offsets":[12,0]}}""", "takes 12")]
    [InlineData("""{"b":{"dtype":"F32","shape":[-3],"data_offsets":[0,12]}}""", "dimension of -3")]
    [InlineData("""{"b":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,12]}}""", "takes 9223372036854775807")]
    [InlineData("""{"b":{"dtype":"F32","shape":[0,-1],"data_offsets":[0,0]}}""", "dimension of -1")]
    [InlineData("""{"b":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,12]}}""", "is not what a safetensors file begins with")]
    [InlineData("""{"b":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,3],"data_offsets":[0,12]}}""", "9 dimensions")]
    [InlineData("""{"b":{"dtype":"F32","shape":[3],"data_offsets":[0]}}""", "1 offsets")]
    [InlineData("""{"b":{"dtype":"C64","shape":[3],"data_offsets":[0,12]}}""", "type 'C64', which is not known")]
    [InlineData("""{"b":{"dtype":7,"shape":[3],"data_offsets":[0,12]}}""", "is not what a safetensors file begins with")]
    [InlineData("""{"b":{"shape":[3],"data_offsets":[0,12]}}""", "is not what a safetensors file begins with")]
    [InlineData("""{"b":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"b":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "'b' twice")]
    [InlineData("""["b"]""", "is not what a safetensors file begins with")]
    [InlineData("{", "is not what a safetensors file begins with")]
    public void Hostile_headers_are_refused_by_what_is_wrong_with_them(string header, string problem) =>
        AssertRefused(Write(header, Floats(1, 2, 3)), "header", problem);

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(100_000_001UL)]
    [InlineData(9UL)]
    public void A_header_longer_than_its_file_is_refused_before_it_is_read(ulong length)
    {
        byte[] file = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        AssertRefused(_folder.Write("long.safetensors", file), "header", $"is said to have {length} bytes");
    }

    [Fact]
    public void Every_beginning_of_a_file_is_refused()
    {
        byte[] file = SafetensorsWriter.Write(Names, Shapes, [[1, 2, 3, 4], [5, 6, 7]]);
        for (int length = 0; length < file.Length; length++)
        {
            string path = _folder.Write("cut.safetensors", file[..length]);
            Assert.Throws<DataException>(() => SafetensorsFile.Read(path, Names, Shapes));
        }
    }

    [Fact]
    public void A_file_with_any_bytes_changed_is_refused_or_gives_weights()
    {
        byte[] file = SafetensorsWriter.Write(Names, Shapes, [[1, 2, 3, 4], [5, 6, 7]]);
        Prop.ForAll<(int Place, byte Value)[]>(changes =>
        {
            byte[] changed = [.. file];
            foreach ((int place, byte value) in changes)
            {
                changed[(uint)place % changed.Length] = value;
            }

            string path = _folder.Write("changed.safetensors", changed);
            try
            {
                float[][] read = SafetensorsFile.Read(path, Names, Shapes);
                return read[0].Length == 4 && read[1].Length == 3 && read.All(values => values.All(float.IsFinite));
            }
            catch (DataException)
            {
                return true;
            }
        }).Require();
    }

    [Theory]
    [InlineData("""{"b":{"dtype":"F32","shape":[1,3],"data_offsets":[0,12]}}""", "b", "1×3, but the network's parameter is 3")]
    [InlineData("""{"b":{"dtype":"I32","shape":[3],"data_offsets":[0,12]}}""", "b", "of type I32")]
    [InlineData("""{"c":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "names", "lacks 'b' and has 'c'")]
    [InlineData("""{"b":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"c":{"dtype":"F32","shape":[0],"data_offsets":[12,12]}}""", "names", "has 'c'")]
    public void Another_networks_weights_are_refused_by_name(string header, string place, string problem) =>
        AssertRefused(Write(header, Floats(1, 2, 3)), place, problem);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_no_weight_is_refused_with_its_place(float value) =>
        AssertRefused(Write("""{"b":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", Floats(1, value, 3)), "b", "element 1");

    [Fact]
    public void A_number_too_large_for_single_precision_is_refused()
    {
        byte[] values = [.. BitConverter.GetBytes(1.0), .. BitConverter.GetBytes(1e300), .. BitConverter.GetBytes(1.0)];
        AssertRefused(Write("""{"b":{"dtype":"F64","shape":[3],"data_offsets":[0,24]}}""", values), "b", "element 1");
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() => AssertRefused(_folder.File("none.safetensors"), "file", "cannot be read");

    private static void AssertRefused(string file, string place, string problem)
    {
        DataException exception = Assert.Throws<DataException>(() => SafetensorsFile.Read(file, ["b"], [new TensorShape(3)]));
        Assert.Equal(file, exception.File);
        Assert.Equal(place, exception.Place);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<int> Bits(float[] values) => values.Select(BitConverter.SingleToInt32Bits);

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private string Write(string header, byte[] values)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return _folder.Write("weights.safetensors", [.. BitConverter.GetBytes((ulong)text.Length), .. text, .. values]);
    }
}
