// The state of the preview pane: which port it shows, and where in its pages it is.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OpenPreview } from '#contract/types/preview.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { PreviewAddress } from '../../state/preview-request.ts';

/** Time between attempts while nothing listens, ms. */
const RETRY_MS = 2_000;
const MAX_PATH = 2_000;
const MAX_BACK = 50;

/** What the pane shows. */
export type PreviewView =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'opening' | 'waiting'; readonly port: number }
  | { readonly kind: 'failed'; readonly port: number; readonly message: string }
  | OpenView;

/** An open page. */
export interface OpenView {
  readonly kind: 'open';
  readonly preview: OpenPreview;
  readonly path: string;
  /** Paths before it, newest last. */
  readonly back: readonly string[];
  /** The address of the frame; `load` counts the times that it was set. */
  readonly address: string;
  readonly load: number;
}

/** The preview pane of a session. */
export class PreviewModel {
  readonly store: StoreApi<PreviewView> = createStore<PreviewView>(() => ({ kind: 'choosing' }));
  readonly #request: (port: number) => Promise<OpenPreview>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts calls, so that late answers are ignored. */
  #call = 0;

  /** `request` opens the preview of a port. */
  constructor(request: (port: number) => Promise<OpenPreview>) {
    this.#request = request;
  }

  /** Opens a page, and tries again while nothing listens. */
  async open({ port, path }: PreviewAddress): Promise<void> {
    const call = this.#next();
    if (this.store.getState().kind !== 'waiting') this.#show({ kind: 'opening', port });
    try {
      const preview = await this.#request(port);
      if (call !== this.#call) return;
      if (preview.problem !== undefined) this.#show({ kind: 'failed', port, message: preview.problem });
      else if (preview.isListening) this.#show(toOpen(preview, path, [], 0));
      else {
        this.#show({ kind: 'waiting', port });
        this.#timer = setTimeout(() => void this.open({ port, path }), RETRY_MS);
      }
    } catch (error) {
      if (call === this.#call) this.#show({ kind: 'failed', port, message: errorMessage(error) });
    }
  }

  /** Returns to the list of ports. */
  choose(): void {
    this.#next();
    this.#show({ kind: 'choosing' });
  }

  /** Stops retrying, for the end of the pane. */
  stop(): void {
    this.#next();
  }

  /** Loads the page again, with a new ticket: the old one may have ended with the gateway. */
  async reload(): Promise<void> {
    const view = this.store.getState();
    if (view.kind !== 'open') return;
    const call = this.#next();
    const { port } = view.preview;
    try {
      const preview = await this.#request(port);
      if (call !== this.#call) return;
      this.#show({ ...toOpen(preview, view.path, view.back, view.load + 1) });
    } catch (error) {
      if (call === this.#call) this.#show({ kind: 'failed', port, message: errorMessage(error) });
    }
  }

  /** Opens another path of the same port. */
  go(path: string): void {
    const view = this.store.getState();
    if (view.kind !== 'open') return;
    this.#move(view, toPath(path), [...view.back, view.path].slice(-MAX_BACK));
  }

  /** Opens the page before this one. */
  goBack(): void {
    const view = this.store.getState();
    const before = view.kind === 'open' ? view.back.at(-1) : undefined;
    if (view.kind === 'open' && before !== undefined) this.#move(view, before, view.back.slice(0, -1));
  }

  /** Takes what a page says about its path. Pages are untrusted, so it is only shown, and only a path. */
  report(path: unknown): void {
    const view = this.store.getState();
    if (view.kind !== 'open' || typeof path !== 'string' || path.length > MAX_PATH || !isPath(path)) return;
    if (path !== view.path) this.#show({ ...view, path, back: [...view.back, view.path].slice(-MAX_BACK) });
  }

  /** An address for a browser, with a new ticket. */
  async browserAddress(): Promise<string | undefined> {
    const view = this.store.getState();
    return view.kind === 'open' ? toAddress(await this.#request(view.preview.port), view.path) : undefined;
  }

  #move(view: OpenView, path: string, back: readonly string[]): void {
    this.#show({ ...view, path, back, address: view.preview.origin + path, load: view.load + 1 });
  }

  #next(): number {
    clearTimeout(this.#timer);
    this.#call += 1;
    return this.#call;
  }

  #show(view: PreviewView): void {
    this.store.setState(view, true);
  }
}

function toOpen(preview: OpenPreview, path: string, back: readonly string[], load: number): OpenView {
  return { kind: 'open', preview, path: toPath(path), back, address: toAddress(preview, toPath(path)), load };
}

function toAddress({ url }: OpenPreview, path: string): string {
  return `${url}&${encodeURIComponent(path)}`;
}

function toPath(text: string): string {
  const path = text.startsWith('/') ? text : `/${text}`;
  return isPath(path) ? path : '/';
}

/** Two slashes would start the name of another host. */
function isPath(text: string): boolean {
  return /^\/(?![/\\])/.test(text);
}
