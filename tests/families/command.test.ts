import { expect, it } from 'vitest';
import { EXIT } from '#cli/output/exit-codes.ts';
import type { Command } from '#cli/parser/command.ts';
import { COMMANDS } from '#cli/registry.ts';
import { runCli } from '#cli/run.ts';

const sample: Command = {
  name: 'greet',
  summary: 'Greet somebody',
  examples: ['gatehouse greet Ada'],
  isLocal: true,
  subcommands: [
    {
      name: '',
      summary: 'Greet somebody',
      args: [{ name: 'name' }],
      run: async ({ args, output }) => {
        output.line(`Hello, ${args[0]}`);
        return EXIT.ok;
      },
    },
  ],
};

it('lists a command added to the registry in the help and runs it', async () => {
  const commands = [...COMMANDS, { name: sample.name, load: () => Promise.resolve(sample) }];
  const run = async (...argv: readonly string[]) => {
    let printed = '';
    const sink = { write: (text: string) => void (printed += text), columns: 100 };
    const code = await runCli(argv, { environment: {}, pages: '', stdout: sink, stderr: sink }, commands);
    return { code, printed };
  };
  expect((await run('--help')).printed).toContain('Greet somebody');
  expect(await run('greet', 'Ada')).toEqual({ code: EXIT.ok, printed: 'Hello, Ada\n' });
});
