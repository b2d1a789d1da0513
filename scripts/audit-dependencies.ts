// `npm run audit`: checks the lock file, and asks the registry for known vulnerabilities. Without an answer, only the lock file counts.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject } from '#contract/types/json-object.ts';
import { PROJECT_ROOT } from './project-root.ts';

const REGISTRY = 'https://registry.npmjs.org/';
const AUDIT_MS = 120_000;
/** Severities that fail. */
const SERIOUS: ReadonlySet<unknown> = new Set(['high', 'critical']);

/** A package in the lock file. */
interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
}

/** Packages that aren't pinned to a verified archive of the registry: a changed server could replace them. */
export function findUnverified(packages: Readonly<Record<string, LockedPackage>>): readonly string[] {
  return Object.entries(packages).flatMap(([path, { resolved, integrity = '', link }]) => {
    if (path === '' || link === true) return [];
    // Without an address, npm asks the registry.
    if (resolved !== undefined && !resolved.startsWith(REGISTRY)) return [`${path}: ${resolved} isn't in the registry`];
    return integrity.startsWith('sha512-') ? [] : [`${path}: no SHA-512 of its archive`];
  });
}

/** Direct dependencies without an exact version. */
export function findUnpinned(manifest: Readonly<Record<string, unknown>>): readonly string[] {
  return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) => {
    const listed = manifest[kind];
    return isJsonObject(listed)
      ? Object.entries(listed).flatMap(([name, version]) =>
          /^\d+\.\d+\.\d+/.test(String(version)) ? [] : [`${name}: ${String(version)} isn't an exact version`],
        )
      : [];
  });
}

/** Serious vulnerabilities in the answer of `npm audit --json`; undefined if the registry gave no answer. */
export function findVulnerable(text: string): readonly string[] | undefined {
  const answer = parseObject(text);
  if (!isJsonObject(answer) || !isJsonObject(answer['vulnerabilities'])) return undefined;
  return Object.entries(answer['vulnerabilities']).flatMap(([name, found]) =>
    isJsonObject(found) && SERIOUS.has(found['severity'])
      ? [`${name}: ${String(found['severity'])}, ${describe(found['via'])}`]
      : [],
  );
}

function describe(via: unknown): string {
  const causes = Array.isArray(via) ? via : [];
  return causes
    .map((cause) =>
      isJsonObject(cause) ? `${String(cause['title'])} (${String(cause['url'])})` : `through ${String(cause)}`,
    )
    .join('; ');
}

function parseObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readJson(name: string): Readonly<Record<string, unknown>> {
  // Both files are objects, or npm wouldn't work.
  return JSON.parse(readFileSync(join(PROJECT_ROOT, name), 'utf8')) as Record<string, unknown>;
}

/** Problems of the lock file and of the list of dependencies. */
export function auditFiles(): readonly string[] {
  // `packages` is in every lock file since npm 7.
  const packages = readJson('package-lock.json')['packages'] as Readonly<Record<string, LockedPackage>>;
  return [...findUnverified(packages), ...findUnpinned(readJson('package.json'))];
}

if (import.meta.main) {
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: PROJECT_ROOT, encoding: 'utf8', timeout: AUDIT_MS });
  const vulnerable = findVulnerable(stdout);
  const problems = [...auditFiles(), ...(vulnerable ?? [])];
  for (const problem of problems) console.error(problem);
  if (vulnerable === undefined)
    console.error('The registry gave no list of vulnerabilities, so only the lock file was checked.');
  if (problems.length === 0) console.log('No problem found.');
  process.exitCode = problems.length === 0 ? 0 : 1;
}
