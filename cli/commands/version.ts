// `gatehouse version`
import { PROTOCOL_VERSION } from '#contract/wire/frames.ts';
import { productVersion } from '#host/shell-settings.ts';

import { defineCommand, type CommandContext } from '../parser/command.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';

export const version = defineCommand({
  name: 'version',
  summary: 'Print version information',
  examples: ['gatehouse version --json'],
  isLocal: true,
  run: printVersion,
});

async function printVersion({ output }: CommandContext): Promise<ExitCode> {
  const product = productVersion();
  output.line(`gatehouse ${product} (protocol ${PROTOCOL_VERSION}, Node ${process.versions.node})`);
  output.json({ version: product, protocol: PROTOCOL_VERSION, node: process.versions.node });
  return EXIT.ok;
}
