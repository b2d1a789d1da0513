// `gatehouse start`: runs the host until it is told to stop.
import { existsSync } from 'node:fs';
import { once } from 'node:events';

import { HostStartError, type Host, type HostAddress, type HostOptions } from '#host/host-api.ts';
import { parsePort, productVersion, settingsFromEnvironment } from '#host/shell-settings.ts';

import { defineCommand, textOption, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { openInBrowser } from '../terminal/open-in-browser.ts';

/** A stop that takes longer is given up, so that a stuck part cannot keep the process alive. */
const STOP_DEADLINE_MS = 10_000;

export const start = defineCommand({
  name: 'start',
  summary: 'Start the gateway and serve the app to this machine’s browsers.',
  isLocal: true,
  actions: [
    {
      name: '',
      summary: 'Runs until it is stopped.',
      options: {
        port: { value: 'port', help: 'TCP port (default: GATEHOUSE_PORT or 18789; 0 for any free one)' },
        bind: { value: 'address', help: 'loopback address to listen on (default: 127.0.0.1)' },
        token: { value: 'token', help: 'gateway token; GATEHOUSE_TOKEN keeps it out of the process list' },
        open: { help: 'open the app in the browser' },
        headless: { help: 'no window; this command never opens one' },
        verbose: { help: 'also write the log to stderr' },
        'log-format': { value: 'format', help: 'how --verbose writes', choices: ['text', 'json'] },
      },
      run: runHost,
    },
  ],
});

async function runHost(context: CommandContext): Promise<ExitCode> {
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
}

function hostOptions(context: CommandContext): HostOptions {
  const { options, environment, pages } = context;
  const settings = settingsFromEnvironment(environment);
  const port = textOption(context, 'port');
  const token = textOption(context, 'token');
  return {
    ...settings,
    version: productVersion(),
    bind: textOption(context, 'bind') ?? settings.bind,
    port: port === undefined ? settings.port : parsePort(port, '--port'),
    environment,
    verbose: options['verbose'] === true,
    logFormat: textOption(context, 'log-format') === 'json' ? 'json' : 'text',
    ...(token === undefined ? {} : { token }),
    ...(existsSync(pages) ? { pages } : {}),
  };
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
