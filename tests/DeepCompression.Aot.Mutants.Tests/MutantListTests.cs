namespace DeepCompression.Aot.Mutants.Tests;

/// <summary>The list of errors, held to the sources.</summary>
public sealed class MutantListTests
{
    private static readonly CodecAssembly[] Assemblies = MutantTool.Assemblies();

    [Fact]
    public void Every_error_has_its_place_in_the_sources_of_the_codec()
    {
        IReadOnlyList<Mutant> mutants = MutantTool.List();

        Assert.All(mutants, mutant => Assert.Single(Assemblies, assembly => assembly.Has(mutant.File)));
        Assert.All(mutants, mutant => Assemblies.Single(assembly => assembly.Has(mutant.File)).Apply(mutant));
        Assert.Equal(mutants.Count, mutants.Distinct().Count());
        Assert.InRange(mutants.Count, 30, 200);
    }

    [Fact]
    public void A_place_that_is_no_longer_there_is_an_error_that_names_it()
    {
        var gone = new Mutant("runtime/Format/Crc32.cs", "return crc + 1;", "return crc;");
        var twice = new Mutant("runtime/Format/Crc32.cs", "uint", "ulong");

        Assert.Contains("does not say 'return crc + 1;'", Assert.Throws<InvalidDataException>(() => Assemblies[0].Compile(gone)).Message, StringComparison.Ordinal);
        Assert.Contains("says several times 'uint'", Assert.Throws<InvalidDataException>(() => Assemblies[0].Compile(twice)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_that_the_compiler_finds_is_none_for_tests()
    {
        var mutant = new Mutant("runtime/Format/Crc32.cs", "return ~crc;", "return ~cry;");

        Assert.Contains("does not compile", Assert.Throws<InvalidDataException>(() => Assemblies[0].Compile(mutant)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file.cs", "- before")]
    [InlineData("file.cs", "+ after", "- before")]
    [InlineData("- before", "+ after", "file.cs")]
    public void A_line_that_is_not_where_it_belongs_is_refused(params string[] lines) =>
        Assert.Throws<InvalidDataException>(() => MutantList.Parse(lines));

    [Fact]
    public void Comments_and_empty_lines_do_not_count() =>
        Assert.Equal([new Mutant("file.cs", "a < b", "a <= b")], MutantList.Parse(["# comment", "", "file.cs", "- a < b", "+ a <= b"]));
}
