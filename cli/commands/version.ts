// `gatehouse version`
import { PROTOCOL_VERSION } from '#contract/wire/frames.ts';
import { productVersion } from '#host/shell-settings.ts';

import { defineCommand, type CommandContext } from '../parser/command.ts';

export const version = defineCommand({
  name: 'version',
  summary: 'Print version information',
  examples: ['gatehouse version --json'],
  isLocal: true,
  run: printVersion,
});

async function printVersion({ output }: CommandContext): Promise<void> {
  const product = productVersion();
  const { node } = process.versions;
  output.result(
    { version: product, protocol: PROTOCOL_VERSION, node },
    `gatehouse ${product} (protocol ${PROTOCOL_VERSION}, Node ${node})`,
  );
}
