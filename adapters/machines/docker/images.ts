// Images: found on this computer, or downloaded with progress.
import type { Engine } from './engine.ts';
import { answerText, ask, engineFailure, getStatus } from './engine.ts';
import { FileError } from '#core/ports/machine.ts';
import type { ImageProgress, OnImageProgress } from '#core/ports/machine-manager.ts';

/** Without any progress for this long, a download or build has failed, ms. */
const STALL_MS = 120_000;

/** The ID of an image on this computer; undefined if it isn't there. @throws {FileError} */
export async function findImage({ docker }: Engine, name: string): Promise<string | undefined> {
  try {
    return (await docker.getImage(name).inspect()).Id;
  } catch (error) {
    if (getStatus(error) === 404) return undefined;
    throw engineFailure(error);
  }
}

/** What to do about an image that isn't on this computer. */
export function missingImage(name: string): string {
  return `The image ${name} isn't on this computer. Download it with "gatehouse machines pull ${name}", or choose another on the Machines page.`;
}

/** The ID of an image. If it is missing, `pull` downloads it; without `pull`, that isn't allowed. @throws {FileError} */
export async function requireImage(
  engine: Engine,
  name: string,
  pull: ((name: string, onProgress: OnImageProgress) => Promise<void>) | undefined,
  onProgress: OnImageProgress = () => undefined,
): Promise<string> {
  const found = await ask(findImage(engine, name));
  if (found !== undefined) return found;
  if (pull === undefined) throw new FileError('unavailable', missingImage(name));
  await pull(name, onProgress);
  const pulled = await ask(findImage(engine, name));
  if (pulled === undefined)
    throw new FileError('unavailable', `The image ${name} was downloaded, but the engine doesn't list it.`);
  return pulled;
}

/** Downloads an image. @throws {FileError} */
export async function pullImage(
  engine: Engine,
  name: string,
  onProgress: OnImageProgress,
  signal?: AbortSignal,
): Promise<void> {
  try {
    const stream = await engine.docker.pull(withTag(name), signal === undefined ? {} : { abortSignal: signal });
    await followProgress(stream, onProgress, signal);
  } catch (error) {
    if (signal?.aborted === true || (error instanceof FileError && error.code === 'no-space')) throw error;
    throw new FileError(
      'unavailable',
      `Couldn't download the image ${name}: ${answerText(error)}. Check its name and your connection, or choose one that is on this computer on the Machines page.`,
    );
  }
}

/** Without a tag, the engine would download all of them. */
function withTag(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.includes(':') || last.includes('@') ? name : `${name}:latest`;
}

/** One line of the engine's progress. */
interface ProgressLine {
  readonly id?: string;
  readonly status?: string;
  readonly stream?: string;
  readonly error?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly aux?: { readonly ID?: string };
}

/** Reads the progress until its end; returns the ID of a built image. Throws the error that the engine reports in it. */
export async function followProgress(
  stream: NodeJS.ReadableStream,
  onProgress: OnImageProgress,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const layers = new Map<string, { readonly current: number; readonly total: number }>();
  let built: string | undefined;
  for await (const line of lines(stream, signal)) {
    if (line.error !== undefined) throw new Error(line.error.trim());
    built = line.aux?.ID ?? built;
    const { current, total } = line.progressDetail ?? {};
    if (line.id !== undefined && current !== undefined && total !== undefined) layers.set(line.id, { current, total });
    const text = (line.stream ?? line.status ?? '').trim();
    if (text !== '') onProgress({ text: line.id === undefined ? text : `${line.id}: ${text}`, ...getTotals(layers) });
  }
  return built;
}

function getTotals(
  layers: ReadonlyMap<string, { readonly current: number; readonly total: number }>,
): Partial<ImageProgress> {
  if (layers.size === 0) return {};
  let doneBytes = 0;
  let totalBytes = 0;
  for (const { current, total } of layers.values()) {
    doneBytes += current;
    totalBytes += total;
  }
  return { doneBytes, totalBytes };
}

async function* lines(stream: NodeJS.ReadableStream, signal?: AbortSignal): AsyncGenerator<ProgressLine> {
  const stop = (reason: Error): void =>
    void ('destroy' in stream && typeof stream.destroy === 'function' && stream.destroy(reason));
  const stall = setTimeout(() => stop(new Error('no progress for 2 minutes')), STALL_MS);
  const abort = (): void => stop(new Error('canceled'));
  signal?.addEventListener('abort', abort, { once: true });
  let rest = '';
  try {
    for await (const chunk of stream) {
      stall.refresh();
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) if (part.trim() !== '') yield toLine(part);
    }
    if (rest.trim() !== '') yield toLine(rest);
  } finally {
    clearTimeout(stall);
    signal?.removeEventListener('abort', abort);
  }
}

function toLine(text: string): ProgressLine {
  // The engine's own format. A line that isn't JSON is shown as it is.
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as ProgressLine) : { status: text };
  } catch {
    return { status: text };
  }
}
