// The Back button of a phone closes what is open over the page (dialogs, panels) before it leaves the page.

interface Layer {
  readonly id: number;
  readonly close: () => void;
}

const layers: Layer[] = [];
let lastId = 0;
let isFollowing = false;

/** The layer of an entry of the history, if it is one. */
function readLayer(state: unknown): number | undefined {
  return typeof state === 'object' && state !== null && 'layer' in state && typeof state.layer === 'number'
    ? state.layer
    : undefined;
}

/** Whether the current entry of the history belongs to a layer, so that a page that is opened now replaces it. */
export function isAtLayer(): boolean {
  return readLayer(history.state) !== undefined;
}

/** Adds an entry to the history, at the same address. Back calls `close`. Returns the function to call when it was closed otherwise. */
export function openLayer(close: () => void): () => void {
  follow();
  lastId += 1;
  const layer = { id: lastId, close };
  layers.push(layer);
  history.pushState({ layer: layer.id }, '', location.href);
  return () => {
    const at = layers.indexOf(layer);
    if (at === -1) return;
    layers.splice(at, 1);
    // Not at once: what closed it may open a page, which takes the place of the entry.
    setTimeout(() => {
      if (readLayer(history.state) === layer.id) history.back();
    });
  };
}

function follow(): void {
  if (isFollowing) return;
  isFollowing = true;
  window.addEventListener('popstate', ({ state }) => {
    const current = readLayer(state) ?? 0;
    while ((layers.at(-1)?.id ?? 0) > current) layers.pop()?.close();
  });
}

/** Starts an app that was opened at one page, such as by a notification, above its first page, so that Back leads there. */
export function addFirstPage(first: string): void {
  if (history.length > 1 || location.hash === '' || location.hash === `#${first}` || location.hash === '#/') return;
  const target = location.href;
  history.replaceState(null, '', `#${first}`);
  history.pushState(null, '', target);
}
