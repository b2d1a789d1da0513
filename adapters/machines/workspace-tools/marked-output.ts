// Finds a marker in a stream of bytes whose chunks can split it anywhere.

/** Creates a function that passes on bytes until the marker, then calls `found` once with the bytes that follow it. */
export function createMarkerSearch(
  marker: Buffer,
  on: { data(bytes: Buffer): void; found(rest: Buffer): void },
): (chunk: Buffer) => void {
  let held = Buffer.alloc(0);
  return (chunk) => {
    const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const at = bytes.indexOf(marker);
    if (at >= 0) {
      if (at > 0) on.data(bytes.subarray(0, at));
      on.found(bytes.subarray(at + marker.length));
      return;
    }
    const kept = partialLength(bytes, marker);
    held = Buffer.from(bytes.subarray(bytes.length - kept));
    if (bytes.length > kept) on.data(bytes.subarray(0, bytes.length - kept));
  };
}

/** Length of the longest end of `bytes` that starts the marker. */
function partialLength(bytes: Buffer, marker: Buffer): number {
  for (let length = Math.min(bytes.length, marker.length - 1); length > 0; length -= 1)
    if (bytes.subarray(bytes.length - length).equals(marker.subarray(0, length))) return length;
  return 0;
}
