// `gatehouse completion`: the completion script for a shell.
import { defineCommand, argument, type CommandContext } from '../parser/command.ts';
import { COMPLETION_SCRIPTS, type ShellName } from '../parser/completion-scripts.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const satisfies readonly ShellName[];

export const completion = defineCommand({
  name: 'completion',
  summary: 'Print a shell completion script',
  description: 'The script completes commands, options, and IDs from the gateway.',
  examples: [
    'gatehouse completion bash > /etc/bash_completion.d/gatehouse',
    'gatehouse completion fish > ~/.config/fish/completions/gatehouse.fish',
  ],
  isLocal: true,
  args: [{ name: 'shell', choices: SHELLS }],
  run: printScript,
});

async function printScript(context: CommandContext): Promise<void> {
  // The parser allows these names only.
  const shell = argument(context, 0) as ShellName;
  const script = COMPLETION_SCRIPTS[shell];
  context.output.text(script);
  context.output.json({ ok: true, shell, script });
}
