namespace DeepCompression.Aot.CommandLine.Completing;

/// <summary>
/// What shells run to complete a command line. Each asks the tool itself, by its directive <c>[suggest:POSITION]</c>, so that scripts
/// never lag behind; options are offered only once a dash is typed, and where there is nothing to suggest, file names are.
/// </summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # Completion of deepc for bash.
        _deepc() {
          # The tool may be named by a path; its own name is what it expects to read.
          local line="deepc${COMP_LINE#"${COMP_WORDS[0]}"}" current=${COMP_WORDS[COMP_CWORD]} suggestion
          local point=$((COMP_POINT + ${#line} - ${#COMP_LINE}))
          COMPREPLY=()
          while IFS= read -r suggestion; do
            if [[ $suggestion == "$current"* && (-n $current || $suggestion != [-/]*) ]]; then
              COMPREPLY+=("$suggestion")
            fi
          done < <("${1/#\~/$HOME}" "[suggest:$point]" "$line" 2> /dev/null)
        }
        complete -o bashdefault -o default -F _deepc deepc

        """;

    private const string Zsh = """
        # Completion of deepc for zsh.
        _deepc() {
          local line="deepc${BUFFER#${words[1]}}" suggestion
          local point=$((CURSOR + ${#line} - ${#BUFFER}))
          local -a suggestions
          for suggestion in "${(@f)$(${~words[1]} "[suggest:$point]" "$line" 2> /dev/null)}"; do
            if [[ $suggestion == "$PREFIX"?* && (-n $PREFIX || $suggestion != [-/]*) ]]; then
              suggestions+=("$suggestion")
            fi
          done
          if (( ${#suggestions} )); then
            compadd -- "${suggestions[@]}"
          else
            _files
          fi
        }
        (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
        compdef _deepc deepc

        """;

    private const string PowerShell = """
        # Completion of deepc for PowerShell.
        Register-ArgumentCompleter -Native -CommandName deepc -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $line = $commandAst.ToString().PadRight($cursorPosition)
            & deepc "[suggest:$cursorPosition]" $line 2> $null |
                Where-Object { $_ -like "$wordToComplete*" -and ($wordToComplete -or $_ -notmatch '^[-/]') } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    /// <summary>The shells that have a script.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "powershell"];

    /// <summary>The script of a shell, lines ended by <c>\n</c>.</summary>
    public static string Find(string shell) => (shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "powershell" => PowerShell,
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "There is no script for this shell."),
    }).ReplaceLineEndings("\n");
}
