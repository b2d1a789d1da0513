// `gatehouse completion`: the completion script for a shell.
import { defineCommand, argument, type CommandContext } from '../parser/command.ts';

// bash splits session keys at their colons, so replies omit the part before the last colon.
const BASH = `# Bash completion for gatehouse (bash 3.2 or newer). Add to ~/.bashrc: source <(gatehouse completion bash)
_gatehouse() {
  local line="\${COMP_LINE:0:COMP_POINT}" current prefix='' reply
  local -a words
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  current="\${words[\${#words[@]}-1]}"
  [[ $COMP_WORDBREAKS == *:* && $current == *:* ]] && prefix="\${current%"\${current##*:}"}"
  COMPREPLY=()
  while IFS=$'\\t' read -r reply _; do
    [[ -n $reply ]] && COMPREPLY+=("\${reply#"$prefix"}")
  done < <("\${words[0]}" __complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F _gatehouse gatehouse
`;

const ZSH = `#compdef gatehouse
# Zsh completion for gatehouse. Add to ~/.zshrc, after compinit: source <(gatehouse completion zsh)
_gatehouse() {
  local line tab=$'\\t'
  local -a lines values
  lines=("\${(@f)$("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "\${lines[@]}"; do
    [[ -n $line ]] && values+=("\${\${line%%$tab*}//:/\\\\:}:\${line#*$tab}")
  done
  if (( $#values )); then
    _describe gatehouse values
  else
    _files
  fi
}
# Autoloaded from $fpath, the file itself is the function.
if [[ $funcstack[1] == _gatehouse ]]; then
  _gatehouse "$@"
else
  compdef _gatehouse gatehouse
fi
`;

const FISH = `# Fish completion for gatehouse. Install: gatehouse completion fish > ~/.config/fish/completions/gatehouse.fish
function __gatehouse_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -e words[1]
    gatehouse __complete -- $words "$current" 2>/dev/null
end
complete -c gatehouse -f -a '(__gatehouse_complete)'
`;

/** The script for each shell. */
const COMPLETION_SCRIPTS: ReadonlyMap<string, string> = new Map([
  ['bash', BASH],
  ['zsh', ZSH],
  ['fish', FISH],
]);

export const completion = defineCommand({
  name: 'completion',
  summary: 'Print a shell completion script',
  description: 'The script completes commands, options, and IDs from the gateway.',
  examples: [
    'gatehouse completion bash > /etc/bash_completion.d/gatehouse',
    'gatehouse completion fish > ~/.config/fish/completions/gatehouse.fish',
  ],
  isLocal: true,
  args: [{ name: 'shell', choices: [...COMPLETION_SCRIPTS.keys()] }],
  run: printScript,
});

async function printScript(context: CommandContext): Promise<void> {
  const shell = argument(context, 0);
  const script = COMPLETION_SCRIPTS.get(shell) ?? '';
  context.output.text(script);
  context.output.json({ ok: true, shell, script });
}
