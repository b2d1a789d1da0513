// The gateway that `gatehouse setup` sets up: the one that runs, a service that it installs, or one in this process.
import { lockOwner } from '#adapters/home/lock-owner.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';
import { HostStartError } from '#host/host-api.ts';
import { productVersion, settingsFromEnvironment } from '#host/shell-settings.ts';
import { existsSync } from 'node:fs';
import { withGateway } from '../connection/gateway-connection.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { hasFlag, type CommandContext } from '../parser/command.ts';
import { install } from '../service/install-service.ts';

/** Options of a gateway that setup starts itself. */
const OF_NEW = ['service', 'keep', 'passphrase-file'];

/** Where the work runs. */
export interface SetupHost {
  /** Runs in this process, and ends with it. */
  readonly isOwn: boolean;
  work<T>(run: (client: GatewayClient, origin: string) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** Finds or starts the gateway. @throws {CommandError} */
export async function openSetupHost(context: CommandContext): Promise<SetupHost> {
  const { home } = settingsFromEnvironment(context.environment);
  if (lockOwner(home) !== undefined) {
    const pointless = OF_NEW.find((name) => context.options[name] !== undefined);
    if (pointless === undefined) return existing(context);
    throw new CommandError(EXIT.usage, `a gateway is already running in ${home}, so --${pointless} has no effect`, {
      hint: 'Leave the option out, or stop that gateway first.',
    });
  }
  if (!hasFlag(context, 'service')) return own(context);
  const service = await install(context);
  return existing({ ...context, environment: { ...context.environment, GATEHOUSE_HOME: service.home } });
}

function existing(context: CommandContext): SetupHost {
  return {
    isOwn: false,
    work: (run) => withGateway(context, run, { caps: [CAP_SESSION_FEED] }),
    stop: async () => {},
  };
}

async function own(context: CommandContext): Promise<SetupHost> {
  const { environment, pages } = context;
  // Loaded on demand, so that other commands don't load the host.
  const { createHost } = await import('#host/create-host.ts');
  const host = createHost({
    ...settingsFromEnvironment(environment),
    version: productVersion(),
    environment,
    ...(existsSync(pages) ? { pages } : {}),
  });
  try {
    await host.start();
  } catch (error) {
    if (!(error instanceof HostStartError)) throw error;
    throw new CommandError(EXIT.failed, error.message, { cause: error });
  }
  return {
    isOwn: true,
    work: (run) => withGateway(context, run, { caps: [CAP_SESSION_FEED] }),
    stop: () => host.stop('the setup has ended'),
  };
}
