// The launchd agent (per user) or daemon (system) of a gateway.
import { escapeXml } from './escape-xml.ts';
import { markFor, startArguments, type ServiceSettings } from './service-settings.ts';

const OPEN_FILES = 65_536;
const STOP_SECONDS = 20;
/** Shortest time between two starts, s. */
const THROTTLE_SECONDS = 10;
/** 077. Property lists have decimal numbers only. */
const OWNER_ONLY_MASK = 63;

type PlistValue = string | number | boolean | readonly PlistValue[] | { readonly [key: string]: PlistValue };

/** The label of a service, which is also the name of its file. */
export function launchdLabel(name: string): string {
  return `org.gatehouse.${name}`;
}

/** The text of the property list. */
export function launchdPlist(settings: ServiceSettings): string {
  const { name, scope, user, home, userHome, program, searchPath, environmentFile } = settings;
  const value: PlistValue = {
    Label: launchdLabel(name),
    ProgramArguments: [...program, ...startArguments(settings), '--env-file', environmentFile],
    ...(user === undefined ? {} : { UserName: user }),
    WorkingDirectory: userHome,
    EnvironmentVariables: { PATH: searchPath },
    RunAtLoad: true,
    KeepAlive: { SuccessfulExit: false },
    ThrottleInterval: THROTTLE_SECONDS,
    ExitTimeOut: STOP_SECONDS,
    SoftResourceLimits: { NumberOfFiles: OPEN_FILES },
    ...(scope === 'system' ? { Umask: OWNER_ONLY_MASK } : {}),
    // Why it didn't start. Everything else is in the gateway's own log.
    StandardErrorPath: `${home}/service-errors.log`,
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- ${markFor(home)} -->
<plist version="1.0">
${toXml(value)}
</plist>
`;
}

function toXml(value: PlistValue): string {
  if (typeof value === 'string') return `<string>${escapeXml(value)}</string>`;
  if (typeof value === 'number') return `<integer>${value}</integer>`;
  if (typeof value === 'boolean') return value ? '<true/>' : '<false/>';
  if (isList(value)) return `<array>\n${value.map(toXml).join('\n')}\n</array>`;
  const entries = Object.entries(value).map(([key, item]) => `<key>${escapeXml(key)}</key>\n${toXml(item)}`);
  return `<dict>\n${entries.join('\n')}\n</dict>`;
}

function isList(value: PlistValue): value is readonly PlistValue[] {
  return Array.isArray(value);
}
