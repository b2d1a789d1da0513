// `gatehouse version`
import { PROTOCOL_VERSION } from '#contract/frames.ts';
import { productVersion } from '#host/shell-settings.ts';

import { defineCommand, EXIT } from '../command.ts';

export const version = defineCommand({
  name: 'version',
  summary: 'Print the version of this installation.',
  options: {},
  optionHelp: {},
  async run({ output }) {
    const product = productVersion();
    output.line(`gatehouse ${product} (protocol ${PROTOCOL_VERSION}, Node ${process.versions.node})`);
    output.json({ version: product, protocol: PROTOCOL_VERSION, node: process.versions.node });
    return EXIT.ok;
  },
});
