// Images that a workspace describes: a Dockerfile, or a dev container file that names an image or a Dockerfile.
import { createHash } from 'node:crypto';
import path from 'node:path';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { OnImageProgress } from '#core/ports/machine-manager.ts';
import { FileError, type Machine } from '#core/ports/machine.ts';
import { parseJson5 } from '../../configuration/json5.ts';
import type { DockerSettings } from './container-options.ts';
import { answerText, type Engine } from './engine.ts';
import { followProgress } from './images.ts';
import { packFolder } from './pack-folder.ts';

/** File operations within a workspace. */
export type WorkspaceFiles = Pick<Machine, 'read' | 'openFolder' | 'stat'>;

const MAX_FILE_BYTES = 1024 * 1024;
const DEV_CONTAINER_FILES = ['.devcontainer/devcontainer.json', '.devcontainer.json'];

/** The image of a workspace. */
export type ImageRecipe = {
  /** The files of the workspace that say so. */
  readonly sources: readonly string[];
} & (
  | { readonly kind: 'image'; readonly image: string }
  | {
      readonly kind: 'build';
      readonly dockerfile: string;
      readonly folder: string;
      readonly arguments: Readonly<Record<string, string>>;
      readonly target?: string;
    }
);

/** Reads what image the settings ask for. @throws {FileError} */
export async function readRecipe(files: WorkspaceFiles, { source, image }: DockerSettings): Promise<ImageRecipe> {
  switch (source) {
    case 'image':
      return { sources: [], kind: 'image', image };
    case 'dockerfile':
      return { sources: ['Dockerfile'], kind: 'build', dockerfile: 'Dockerfile', folder: '', arguments: {} };
    case 'devcontainer':
      return readDevContainer(files);
  }
}

async function readDevContainer(files: WorkspaceFiles): Promise<ImageRecipe> {
  for (const name of DEV_CONTAINER_FILES) {
    const content = await files.read(name, MAX_FILE_BYTES).catch((error: unknown) => {
      if (error instanceof FileError && error.code === 'not-found') return undefined;
      throw error;
    });
    if (content !== undefined) return toRecipe(name, content.text ?? '');
  }
  throw new FileError(
    'unavailable',
    `The workspace has no ${DEV_CONTAINER_FILES[0]}. Add one, or change machines.docker.source in the configuration file.`,
  );
}

/** Reads a dev container file. Only its image and build are used: its mounts, users, and run options would weaken the container. */
function toRecipe(name: string, text: string): ImageRecipe {
  const problem = (reason: string): FileError => new FileError('unavailable', `${name} can't be used: ${reason}.`);
  const value = parse(text, problem);
  const { image, build } = value;
  if (typeof image === 'string') return { sources: [name], kind: 'image', image };
  if (value['dockerComposeFile'] !== undefined) throw problem('Docker Compose is not supported');
  if (!isJsonObject(build) || typeof build['dockerfile'] !== 'string')
    throw problem('it names neither an image nor a Dockerfile');
  const base = path.posix.dirname(name);
  const { context = '.', args, target } = build;
  if (typeof context !== 'string') throw problem('"build.context" must be a path');
  const folder = path.posix.normalize(path.posix.join(base, context));
  const dockerfile = path.posix.relative(folder, path.posix.normalize(path.posix.join(base, build['dockerfile'])));
  if (folder.startsWith('..') || dockerfile.startsWith('..')) throw problem('it leads outside the workspace');
  return {
    sources: [name, path.posix.join(folder, dockerfile)],
    kind: 'build',
    dockerfile,
    folder: folder === '.' ? '' : folder,
    arguments: findTexts(args),
    ...(typeof target === 'string' ? { target } : {}),
  };
}

function parse(text: string, problem: (reason: string) => FileError): JsonObject {
  try {
    // The format allows comments and trailing commas, as JSON5 does.
    const value = parseJson5(text);
    if (isJsonObject(value)) return value;
  } catch (error) {
    throw problem(errorMessage(error));
  }
  throw problem('it must contain an object');
}

function findTexts(value: unknown): Readonly<Record<string, string>> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
  );
}

/** Rejects a recipe whose Dockerfile is missing. @throws {FileError} `unavailable` */
export async function requireDockerfile(files: WorkspaceFiles, recipe: ImageRecipe): Promise<void> {
  if (recipe.kind !== 'build') return;
  const file = path.posix.join(recipe.folder, recipe.dockerfile);
  await files.stat(file).catch(() => {
    throw new FileError(
      'unavailable',
      `${file} doesn't exist in the workspace. Add it, or change machines.docker.source in the configuration file.`,
    );
  });
}

/** Builds an image; returns its ID. The Dockerfile must exist. @throws {FileError} */
export async function buildImage(
  engine: Engine,
  files: WorkspaceFiles,
  recipe: Extract<ImageRecipe, { kind: 'build' }>,
  {
    name,
    onProgress,
    signal,
  }: { readonly name: string; readonly onProgress: OnImageProgress; readonly signal?: AbortSignal },
): Promise<string> {
  const { dockerfile, folder, target } = recipe;
  try {
    const options = {
      t: name,
      dockerfile,
      buildargs: { ...recipe.arguments },
      forcerm: true,
      ...(target === undefined ? {} : { target }),
    };
    const stream = await engine.docker.buildImage(packFolder(files, folder), options);
    const id = await followProgress(stream, onProgress, signal);
    return id ?? name;
  } catch (error) {
    if (signal?.aborted === true || error instanceof FileError) throw error;
    throw new FileError(
      'unavailable',
      `Couldn't build ${path.posix.join(folder, dockerfile)}: ${answerText(error)}. Fix it and retry.`,
    );
  }
}

/** The name of an image that is built for a workspace. A changed Dockerfile is another image. */
export async function builtName(
  workspace: string,
  files: WorkspaceFiles,
  { dockerfile, folder, arguments: values, target }: Extract<ImageRecipe, { kind: 'build' }>,
): Promise<string> {
  const file = path.posix.join(folder, dockerfile);
  const content = await files.read(file, MAX_FILE_BYTES).catch(() => undefined);
  const parts = JSON.stringify([workspace, file, content?.hash, values, target]);
  return `gatehouse-built/${createHash('sha256').update(parts).digest('hex').slice(0, 16)}:latest`;
}
