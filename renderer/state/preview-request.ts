// Asks the inspector to show a preview, such as for an address that a server printed.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Layout } from './layout.ts';

/** An address of a server in the workspace. */
export interface PreviewAddress {
  readonly port: number;
  readonly path: string;
}

/** The preview that was asked for last, until it is opened. */
export const previewRequest = createStore<{ readonly address: PreviewAddress | undefined }>(() => ({
  address: undefined,
}));

/** Shows the preview beside the session. */
export function openPreview(layout: StoreApi<Layout>, address: PreviewAddress): void {
  previewRequest.setState({ address });
  layout.setState({ inspectorOpen: true, inspectorTab: 'preview' });
}

const ADDRESS = /\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):(\d{1,5})(\/[^\s'"<>)\]]*)?/;
const MAX_PORT = 65_535;
/** Longer lines are data, characters. */
const MAX_LINE = 2_000;

/** An address in a line, and where it is. */
export interface FoundAddress extends PreviewAddress {
  readonly start: number;
  readonly length: number;
}

/** The first local address in a line of output. */
export function findAddress(line: string): FoundAddress | undefined {
  const found = line.length > MAX_LINE ? null : ADDRESS.exec(line);
  if (found === null) return undefined;
  const [text, digits, path = '/'] = found;
  const port = Number(digits);
  return port < 1 || port > MAX_PORT ? undefined : { port, path, start: found.index, length: text.length };
}
