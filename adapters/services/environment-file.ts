// Environment files of services: `NAME=value` lines that systemd and `gatehouse start --env-file` read in the same way.
import { parseEnv } from 'node:util';
import { ServiceError } from './service-settings.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Characters that need no quotes in either reader. */
const PLAIN = /^[\w@%+=:,./-]+$/;
const HEADER = [
  '# Environment of the Gatehouse service, such as ANTHROPIC_API_KEY=… and GATEHOUSE_PASSPHRASE=….',
  '# Keep this file readable by its owner only. Restart the service after a change.',
].join('\n');

/** The text of an environment file in which `values` replace earlier lines. @throws {ServiceError} */
export function mergeEnvironment(existing: string | undefined, values: Readonly<Record<string, string>>): string {
  const base = existing ?? `${HEADER}\n`;
  const kept = base
    .split('\n')
    .filter((line) => !Object.hasOwn(values, /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line)?.[1] ?? ''));
  const added = Object.entries(values).map(([name, value]) => toLine(name, value));
  return `${[kept.join('\n').trimEnd(), ...added].join('\n')}\n`;
}

/** The variables of a file, as Node reads them. */
export function parseEnvironment(text: string): Readonly<Record<string, string | undefined>> {
  return parseEnv(text);
}

function toLine(name: string, value: string): string {
  if (!NAME.test(name)) throw new ServiceError(`invalid name of an environment variable: ${JSON.stringify(name)}`);
  if (/[\u0000-\u001f\u007f]/.test(value))
    throw new ServiceError(`the value of ${name} contains a line break or a control character`);
  if (value === '' || PLAIN.test(value)) return `${name}=${value}`;
  // In single quotes both readers take everything literally.
  if (!value.includes("'")) return `${name}='${value}'`;
  // In double quotes systemd gives these characters a meaning, and Node doesn't.
  if (!/["\\$`]/.test(value)) return `${name}="${value}"`;
  throw new ServiceError(`the value of ${name} mixes quotes in a way that can't be stored in an environment file`);
}
