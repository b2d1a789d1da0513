// `gatehouse link`: a sign-in link for a browser, from a gateway that is already running.
import type { GatewayClient } from '#contract/wire/client-api.ts';

import { defineCommand, hasFlag, type CommandContext } from '../parser/command.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { openInBrowser } from '../terminal/open-in-browser.ts';

export const link = defineCommand({
  name: 'link',
  summary: 'Print a link that signs a browser in to the running gateway',
  description: 'The link works once and expires after five minutes.',
  examples: ['gatehouse link', 'gatehouse link --open'],
  options: { open: { help: 'Open the link in the default browser' } },
  run: withClient(printLink),
});

async function printLink(context: CommandContext, client: GatewayClient): Promise<void> {
  const { url, expiresAtMs } = await client.request('browsers.link', {});
  context.output.result({ ok: true, url, expiresAtMs }, url);
  if (hasFlag(context, 'open')) openInBrowser(url, context.output.error);
}
