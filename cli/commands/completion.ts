// `gatehouse completion`: the script by which a shell completes commands, options and ids.
import { defineCommand, operand, type CommandContext } from '../parser/command.ts';
import { COMPLETION_SCRIPTS, type ShellName } from '../parser/completion-scripts.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const satisfies readonly ShellName[];

export const completion = defineCommand({
  name: 'completion',
  summary: 'Print the script with which your shell completes commands and ids.',
  isLocal: true,
  actions: [
    {
      name: '',
      summary: 'Prints it. bash: source <(gatehouse completion bash)',
      operands: [{ name: 'shell', choices: SHELLS }],
      run: printScript,
    },
  ],
});

async function printScript(context: CommandContext): Promise<ExitCode> {
  // The parser let only these names through.
  const shell = operand(context, 0) as ShellName;
  const script = COMPLETION_SCRIPTS[shell];
  context.output.text(script);
  context.output.json({ ok: true, shell, script });
  return EXIT.ok;
}
