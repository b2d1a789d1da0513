// Serves OpenClaw's Control UI for a running Gatehouse until it is stopped.
// `node scripts/control-ui.ts [--openclaw folder] [--gateway http://127.0.0.1:18789]`
import { parseArgs } from 'node:util';

import { DEFAULT_PORT } from '#contract/wire/limits.ts';

import { startControlUiProxy } from './openclaw/control-ui-proxy.ts';
import { provideOpenClaw } from './openclaw/install.ts';

const { values } = parseArgs({ options: { openclaw: { type: 'string' }, gateway: { type: 'string' } } });
const install = await provideOpenClaw(values.openclaw);
const proxy = await startControlUiProxy(install.controlUi, values.gateway ?? `http://127.0.0.1:${DEFAULT_PORT}`);
console.log(`OpenClaw's Control UI: ${proxy.origin}/#token=<gateway token>`);
console.log('On first use, approve its pairing request under Settings → Phone & devices. Press Ctrl+C to stop.');
process.once('SIGINT', () => {
  install.remove();
  process.exit(0);
});
