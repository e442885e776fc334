using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Experiments;
using FsCheck;
using FsCheck.Fluent;

namespace DeepCompression.Aot.Trainer.Tests.Experiments;

public sealed class CsvTests
{
    [Fact]
    public void What_is_written_is_read_back() => Prop.ForAll<NonEmptyArray<string>[]>(rows =>
    {
        string[][] cells = [.. rows.Select(row => row.Get.Select(cell => cell ?? "").ToArray())];
        Assert.Equal(cells, Csv.Read(Csv.Write(cells)));
    }).Require();

    [Fact]
    public void Only_cells_that_need_them_have_quotes() =>
        Assert.Equal("a,\"b,c\",\"d\"\"e\"\n1,,2\n", Csv.Write([["a", "b,c", "d\"e"], ["1", "", "2"]]));

    [Fact]
    public void A_row_has_as_many_cells_as_the_table_columns()
    {
        var table = new ResultTable("t", "A table", "name", new Column("share (%)", "F1"));
        table.Add("x", 12.345);
        table.Add("y", null);

        Assert.Equal<IReadOnlyList<string>>([["x", "12.3"], ["y", ""]], table.Rows);
        Assert.Throws<ArgumentException>(() => table.Add("z"));
    }
}
