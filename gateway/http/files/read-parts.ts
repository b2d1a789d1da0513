// The content of a file in parts, and its version.
import { FileError, type FileStat, type Machine } from '#core/ports/machine.ts';

const PART_BYTES = 1024 * 1024;

/** The bytes of a file. @throws {FileError} if the file changes meanwhile */
export async function* readParts(
  machine: Machine,
  file: FileStat,
  start: number,
  end: number,
): AsyncIterable<Uint8Array> {
  for (let at = start; at < end;) {
    const { stat, bytes } = await machine.readPart(file.path, at, Math.min(PART_BYTES, end - at));
    if (bytes.length === 0 || toTag(stat) !== toTag(file))
      throw new FileError('changed', `${JSON.stringify(file.path)} changed while it was being sent. Retry.`);
    yield bytes;
    at += bytes.length;
  }
}

/** The ETag of a version. */
export function toTag({ modifiedAtMs, size }: FileStat): string {
  return `"${modifiedAtMs.toString(36)}-${size.toString(36)}"`;
}
