// `gatehouse start`: runs the host until it is told to stop.
import { existsSync } from 'node:fs';
import { once } from 'node:events';

import { HostStartError, type Host, type HostAddress, type HostOptions } from '#host/host-api.ts';
import { parsePort, productVersion, settingsFromEnvironment } from '#host/shell-settings.ts';

import { CommandError, defineCommand, EXIT, textOption, type CommandContext } from '../command.ts';
import { openInBrowser } from '../open-in-browser.ts';

/** A stop that takes longer is given up, so that a stuck part cannot keep the process alive. */
const STOP_DEADLINE_MS = 10_000;

export const start = defineCommand({
  name: 'start',
  summary: 'Start the gateway and serve the app to this machine’s browsers.',
  options: {
    port: { type: 'string' },
    bind: { type: 'string' },
    token: { type: 'string' },
    open: { type: 'boolean' },
    headless: { type: 'boolean' },
    verbose: { type: 'boolean' },
    'log-format': { type: 'string' },
  },
  optionHelp: {
    port: 'TCP port (default: GATEHOUSE_PORT or 18789; 0 for any free one)',
    bind: 'loopback address to listen on (default: 127.0.0.1)',
    token: 'gateway token; GATEHOUSE_TOKEN keeps it out of the process list',
    open: 'open the app in the browser',
    headless: 'no window; this command never opens one',
    verbose: 'also write the log to stderr',
    'log-format': 'how --verbose writes: text (default) or json',
  },
  async run(context) {
    const options = hostOptions(context);
    // Loaded here, so that the help and the other commands do not load the whole host.
    const { createHost } = await import('#host/create-host.ts');
    const host = createHost(options);
    const stopAsked = untilStopped();
    const address = await startHost(host);
    await announce(host, address, options, context);
    await stopAsked;
    const deadline = setTimeout(() => process.exit(EXIT.failed), STOP_DEADLINE_MS);
    deadline.unref();
    await host.stop('stopped by the user');
    return EXIT.ok;
  },
});

function hostOptions({ options, environment, pages }: CommandContext): HostOptions {
  const settings = settingsFromEnvironment(environment);
  const port = textOption(options, 'port');
  const token = textOption(options, 'token');
  return {
    ...settings,
    version: productVersion(),
    bind: textOption(options, 'bind') ?? settings.bind,
    port: port === undefined ? settings.port : parsePort(port, '--port'),
    environment,
    verbose: options['verbose'] === true,
    logFormat: logFormat(textOption(options, 'log-format')),
    ...(token === undefined ? {} : { token }),
    ...(existsSync(pages) ? { pages } : {}),
  };
}

function logFormat(asked = 'text'): 'text' | 'json' {
  if (asked === 'text' || asked === 'json') return asked;
  throw new CommandError(EXIT.usage, `--log-format is text or json, not "${asked}"`);
}

async function startHost(host: Host): Promise<HostAddress> {
  try {
    return await host.start();
  } catch (error) {
    if (error instanceof HostStartError) throw new CommandError(EXIT.failed, error.message, { cause: error });
    throw error;
  }
}

async function announce(
  host: Host,
  address: HostAddress,
  options: HostOptions,
  context: CommandContext,
): Promise<void> {
  const { output } = context;
  const link = options.pages === undefined ? undefined : await host.browserLink();
  output.json({
    ok: true,
    origin: address.origin,
    port: address.port,
    pid: process.pid,
    home: options.home,
    url: link,
    ...(address.notice === undefined ? {} : { notice: address.notice }),
  });
  if (address.notice !== undefined) output.line(address.notice);
  output.line(`Gatehouse ${options.version} is running at ${address.origin}`);
  if (link === undefined) output.line('The pages are not built (npm run build): only the API is served.');
  else output.line(`Open it in your browser (the link works once, for five minutes):\n\n  ${link}\n`);
  output.line('Stop it with Ctrl+C.');
  if (link !== undefined && context.options['open'] === true) openInBrowser(link, output.complain);
}

/** Settles at the first signal that asks to stop; a second one ends the process at once. */
async function untilStopped(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  await Promise.race(signals.map((signal) => once(process, signal)));
  for (const signal of signals) process.once(signal, () => process.exit(EXIT.failed));
}
