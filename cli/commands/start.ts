// `gatehouse start`: runs the host until a signal stops it.
import { existsSync } from 'node:fs';
import { defined } from '#contract/types/defined.ts';
import { HostStartError, type Host, type HostAddress, type HostOptions } from '#host/host-api.ts';
import { describeVulnerableNode } from '#host/node-version.mjs';
import { parseModel, parsePort, productVersion, settingsFromEnvironment } from '#host/shell-settings.ts';
import { defineCommand, hasFlag, textOption, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { withEnvironmentFile } from '../service/environment-option.ts';
import { interrupted } from '../terminal/interrupt.ts';
import { openInBrowser } from '../terminal/open-in-browser.ts';

/** A shutdown that takes longer is forced. */
const STOP_TIMEOUT_MS = 10_000;

export const start = defineCommand({
  name: 'start',
  summary: 'Start the gateway and serve the web app on this computer',
  description: 'Runs in the foreground until Ctrl+C.',
  examples: ['gatehouse start --open', 'gatehouse start --port 0 --json'],
  isLocal: true,
  options: {
    port: { value: 'port', help: 'TCP port, 0 for any free port (default: $GATEHOUSE_PORT or 18789)' },
    bind: { value: 'address', help: 'Loopback address to listen on (default: 127.0.0.1)' },
    token: { value: 'token', help: 'Gateway token; GATEHOUSE_TOKEN is safer, because process lists show options' },
    model: { short: 'm', value: 'model', help: 'Default model, as provider/model (default: $GATEHOUSE_MODEL)' },
    headless: { help: 'For servers: also print which model is used' },
    open: { help: 'Open the app in the default browser' },
    'no-link': { help: 'Print no sign-in link, such as for a service whose output is logged' },
    'env-file': { value: 'file', help: 'Read environment variables from this file, which only its owner may read' },
    verbose: { help: 'Also write the log to stderr' },
    'log-format': { value: 'format', help: 'Format of --verbose', choices: ['text', 'json'] },
  },
  run: runHost,
});

async function runHost(context: CommandContext): Promise<void> {
  const options = hostOptions(withEnvironmentFile(context));
  // Loaded on demand, so that other commands don't load the host.
  const { createHost } = await import('#host/create-host.ts');
  const host = createHost(options);
  const stopped = interrupted(['SIGINT', 'SIGTERM', 'SIGHUP'], EXIT.failed);
  const address = await startHost(host);
  await announce(host, address, options, context);
  if (hasFlag(context, 'headless')) await Promise.race([announceModel(host, context), stopped]);
  await stopped;
  setTimeout(() => process.exit(EXIT.failed), STOP_TIMEOUT_MS).unref();
  await host.stop('stopped by the user');
}

function hostOptions(context: CommandContext): HostOptions {
  const { options, environment, pages } = context;
  const settings = settingsFromEnvironment(environment);
  const port = textOption(context, 'port');
  const token = textOption(context, 'token');
  const model = textOption(context, 'model');
  return {
    ...settings,
    ...(model === undefined ? {} : { model: parseModel(model, '--model') }),
    version: productVersion(),
    bind: textOption(context, 'bind') ?? settings.bind,
    port: port === undefined ? settings.port : parsePort(port, '--port'),
    environment,
    verbose: options['verbose'] === true,
    logFormat: textOption(context, 'log-format') === 'json' ? 'json' : 'text',
    ...defined({ token }),
    ...(existsSync(pages) ? { pages } : {}),
  };
}

async function startHost(host: Host): Promise<HostAddress> {
  try {
    return await host.start();
  } catch (error) {
    if (!(error instanceof HostStartError)) throw error;
    const hint = error.code === 'in-use' ? 'Run "gatehouse link" to get a sign-in link for it.' : undefined;
    throw new CommandError(EXIT.failed, error.message, { cause: error, ...defined({ hint }) });
  }
}

/** Tells which model is used if nobody chose one, and what to do if there is none. */
async function announceModel(host: Host, { output }: CommandContext): Promise<void> {
  const { model, isAutomatic } = await host.defaultModel();
  if (model === undefined)
    output.line(
      'No model is set up. Set an API key such as ANTHROPIC_API_KEY before you start, or add one in the app.',
    );
  else if (isAutomatic) output.line(`No model is chosen. Using ${model}; choose another with --model or in the app.`);
}

async function announce(
  host: Host,
  { origin, port, notice }: HostAddress,
  options: HostOptions,
  context: CommandContext,
): Promise<void> {
  const { output } = context;
  const hasLink = options.pages !== undefined && !hasFlag(context, 'no-link');
  const link = hasLink ? await host.browserLink() : undefined;
  output.json({ ok: true, origin, port, pid: process.pid, home: options.home, url: link, notice });
  if (notice !== undefined) output.line(notice);
  const vulnerable = describeVulnerableNode(process.versions.node);
  if (vulnerable !== undefined) output.error(`gatehouse: warning: ${vulnerable}`);
  output.line(`Gatehouse ${options.version} is running at ${origin}`);
  if (options.pages === undefined)
    output.line('Serving the API only: the web app is not built. Run "npm run build" to build it.');
  else if (link !== undefined)
    output.line(`Open it in your browser (this link works once and expires in 5 minutes):\n\n  ${link}\n`);
  output.line('Press Ctrl+C to stop.');
  if (link !== undefined && context.options['open'] === true) openInBrowser(link, output.error);
}
