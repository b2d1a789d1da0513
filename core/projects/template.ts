// Templates of new projects: a folder with a manifest, which is validated strictly before a file of it is read.
import { PROJECT_LIMITS, type ProjectTemplate } from '#contract/types/projects.ts';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { hasControlCharacter } from '#contract/types/hidden-characters.ts';
import { invalidRequest, type GatewayError } from '#contract/wire/errors.ts';
import type { TemplateFile, TemplateFolder } from '../ports/project-files.ts';
import { compileGlob } from '../workspaces/glob.ts';

/** The file that makes a folder a template. */
export const TEMPLATE_MANIFEST = 'gatehouse-template.json';

const KEYS: ReadonlySet<string> = new Set(['title', 'description', 'files', 'setup', 'prompts']);
const MAX_TITLE = 100;
const MAX_DESCRIPTION = 500;
const MAX_PATTERNS = 100;

/** A template whose files can be created. */
export interface ReadyTemplate extends ProjectTemplate {
  /** Its files for a new project. */
  toFiles(project: {
    readonly id: string;
    readonly name: string;
  }): Iterable<TemplateFile> | AsyncIterable<TemplateFile>;
}

/** What a manifest says. */
interface Manifest extends Omit<ProjectTemplate, 'id'> {
  /** Globs; empty for all files. */
  readonly files: readonly string[];
}

/** The template in a folder. @throws {GatewayError} `TEMPLATE_INVALID` that says what to fix */
export function toTemplate(id: string, { manifest: text, paths }: TemplateFolder): ProjectTemplate {
  const manifest = parseManifest(text);
  const chosen = choosePaths(manifest.files, paths);
  requirePortable(chosen);
  return { ...manifest, id, files: chosen };
}

/** @throws {GatewayError} if files would get the same name on some computers, or can't be created there */
export function requirePortable(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    if (!isPlainPath(path)) throw invalid(`${JSON.stringify(path)} isn't a valid file path`);
    for (const [name, spelled] of folded(path)) {
      const other = seen.get(name);
      if (other !== undefined && other !== spelled)
        throw invalid(`${JSON.stringify(other)} and ${JSON.stringify(spelled)} differ only in case or Unicode form`);
      seen.set(name, spelled);
    }
  }
}

/** A path and its folders, by the name that a file system without case and Unicode forms has for them. */
function folded(path: string): readonly (readonly [string, string])[] {
  const parts = path.split('/');
  return parts.map((_, index) => {
    const spelled = parts.slice(0, index + 1).join('/');
    return [spelled.normalize('NFC').toLowerCase(), spelled] as const;
  });
}

/** Whether a path stays in its folder: relative, without `..`, hidden characters, or git's own folder. */
function isPlainPath(path: string): boolean {
  if (path === '' || path.length > PROJECT_LIMITS.pattern || path.includes('\\') || hasControlCharacter(path))
    return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');
}

function parseManifest(text: string): Manifest {
  const value = parseObject(text);
  const unknown = Object.keys(value).find((key) => !KEYS.has(key));
  if (unknown !== undefined) throw invalid(`${TEMPLATE_MANIFEST} has an unknown key ${JSON.stringify(unknown)}`);
  const title = readText(value, 'title', MAX_TITLE);
  if (title === undefined) throw invalid(`${TEMPLATE_MANIFEST} has no "title"`);
  const setup = readText(value, 'setup', PROJECT_LIMITS.setup);
  return {
    title,
    description: readText(value, 'description', MAX_DESCRIPTION) ?? '',
    files: readTexts(value, 'files', MAX_PATTERNS, PROJECT_LIMITS.pattern).map(requirePattern),
    ...(setup === undefined ? {} : { setup }),
    prompts: readTexts(value, 'prompts', PROJECT_LIMITS.prompts, PROJECT_LIMITS.prompt),
  };
}

function parseObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {
    throw invalid(`${TEMPLATE_MANIFEST} isn't valid JSON`);
  }
  throw invalid(`${TEMPLATE_MANIFEST} must contain an object`);
}

function readText(value: JsonObject, key: string, max: number): string | undefined {
  const text = value[key];
  if (text === undefined) return undefined;
  if (typeof text === 'string' && text.trim() !== '' && text.length <= max) return text;
  throw invalid(`"${key}" must be a string of at most ${max} characters`);
}

function readTexts(value: JsonObject, key: string, count: number, max: number): readonly string[] {
  const list = value[key];
  if (list === undefined) return [];
  if (!Array.isArray(list) || list.length > count)
    throw invalid(`"${key}" must be an array of at most ${count} strings`);
  return list.map((text: unknown) => {
    if (typeof text === 'string' && text !== '' && text.length <= max) return text;
    throw invalid(`"${key}" must contain strings of at most ${max} characters`);
  });
}

function requirePattern(pattern: string): string {
  if (!pattern.startsWith('/') && isPlainPath(pattern)) return pattern;
  throw invalid(`${JSON.stringify(pattern)} in "files" leads outside the template`);
}

/** The files that match. A pattern that matches nothing is a mistake of the author. */
function choosePaths(patterns: readonly string[], paths: readonly string[]): readonly string[] {
  if (patterns.length === 0) return paths;
  const tests = patterns.map((pattern) => ({ pattern, test: compileGlob(pattern) }));
  const missing = tests.find(({ test }) => !paths.some((path) => test(path)));
  if (missing !== undefined) throw invalid(`no file matches ${JSON.stringify(missing.pattern)} in "files"`);
  return paths.filter((path) => tests.some(({ test }) => test(path)));
}

function invalid(reason: string): GatewayError {
  return invalidRequest(`The template can't be used: ${reason}.`, 'TEMPLATE_INVALID', 'Fix the template, then retry.');
}
