// A PDF file in a scrolling element, drawn by PDF.js. Its scripts and forms don't run, and it loads nothing from other hosts.
import {
  AnnotationEditorType,
  AnnotationMode,
  getDocument,
  PasswordResponses,
  PDFWorker,
  VerbosityLevel,
  type PDFDocumentLoadingTask,
} from 'pdfjs-dist';
// After the library, whose global value it uses.
import {
  EventBus,
  FindState,
  LinkTarget,
  PDFFindController,
  PDFLinkService,
  PDFViewer,
} from 'pdfjs-dist/web/pdf_viewer.mjs';
import 'pdfjs-dist/web/pdf_viewer.css';
import './pdf.css';

/** Fonts, character maps, and decoders that some files need. The build copies them. */
const PARTS = '/pdf/';
/** The page fits the width. */
const FIT = 'page-width';

/** What is shown of a document. */
export interface PdfState {
  readonly pages: number;
  /** From 1. */
  readonly page: number;
  /** What a search found; undefined without a search. */
  readonly found: { readonly at: number; readonly total: number } | undefined;
}

/** Listeners of a document. */
export interface PdfListeners {
  readonly onChange: (change: Partial<PdfState>) => void;
  /** The file has a password; `wrong`: the last one was wrong. */
  readonly onLocked: (unlock: (password: string) => void, wrong: boolean) => void;
  readonly onFailure: (cause: unknown) => void;
}

/** A document that is shown. */
export interface PdfDocument {
  goTo(page: number): void;
  zoomIn(): void;
  zoomOut(): void;
  fitWidth(): void;
  /** Marks a text, and moves to the next or previous place if it is already marked. */
  find(text: string, direction?: 'next' | 'previous'): void;
  dispose(): void;
}

/** Shows a file in an element that is positioned and has one element in it. */
export function showPdf(container: HTMLDivElement, bytes: Uint8Array, listeners: PdfListeners): PdfDocument {
  const port = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' });
  const worker = PDFWorker.create({ port });
  const events = new EventBus();
  const links = new PDFLinkService({ eventBus: events, externalLinkTarget: LinkTarget.BLANK });
  const search = new PDFFindController({ eventBus: events, linkService: links });
  const viewer = new PDFViewer({
    container,
    eventBus: events,
    linkService: links,
    findController: search,
    annotationMode: AnnotationMode.ENABLE,
    annotationEditorMode: AnnotationEditorType.DISABLE,
  });
  links.setViewer(viewer);
  const stopFollowing = follow(events, listeners, () => (viewer.currentScaleValue = FIT));
  const task = getDocument({
    data: bytes,
    worker,
    cMapUrl: `${PARTS}cmaps/`,
    standardFontDataUrl: `${PARTS}standard_fonts/`,
    wasmUrl: `${PARTS}decoders/`,
    // The content policy allows none.
    useWasm: false,
    enableXfa: false,
    // Faults of a file aren't faults of the app.
    verbosity: VerbosityLevel.ERRORS,
  });
  void load(task, listeners, (pdf) => {
    viewer.setDocument(pdf);
    links.setDocument(pdf);
    listeners.onChange({ pages: pdf.numPages });
  });
  return {
    goTo: (page) => (viewer.currentPageNumber = page),
    zoomIn: () => viewer.increaseScale(),
    zoomOut: () => viewer.decreaseScale(),
    fitWidth: () => (viewer.currentScaleValue = FIT),
    find(query, direction) {
      if (query === '') listeners.onChange({ found: undefined });
      const type = direction === undefined ? '' : 'again';
      const options = { caseSensitive: false, entireWord: false, highlightAll: true };
      events.dispatch('find', { source: viewer, type, query, findPrevious: direction === 'previous', ...options });
    },
    dispose() {
      stopFollowing();
      viewer.cleanup();
      void task.destroy().finally(() => {
        worker.destroy();
        port.terminate();
      });
    },
  };
}

type Loaded = Awaited<PDFDocumentLoadingTask['promise']>;

async function load(task: PDFDocumentLoadingTask, listeners: PdfListeners, show: (pdf: Loaded) => void): Promise<void> {
  task.onPassword = (unlock: (password: string) => void, reason: number) =>
    listeners.onLocked(unlock, reason === PasswordResponses.INCORRECT_PASSWORD);
  try {
    const pdf = await task.promise;
    if (!task.destroyed) show(pdf);
  } catch (cause) {
    if (!task.destroyed) listeners.onFailure(cause);
  }
}

interface MatchesCount {
  readonly current: number;
  readonly total: number;
}

/** Reports what changes. Returns the function that stops it. */
function follow(events: EventBus, { onChange }: PdfListeners, onReady: () => void): () => void {
  const stop = new AbortController();
  const on = (name: string, listener: (event: never) => void): void =>
    events.on(name, listener, { signal: stop.signal });
  const onFound = ({ matchesCount, state }: { matchesCount: MatchesCount; state?: number }): void => {
    if (state !== FindState.PENDING) onChange({ found: { at: matchesCount.current, total: matchesCount.total } });
  };
  on('pagesinit', onReady);
  on('pagechanging', ({ pageNumber }: { pageNumber: number }) => onChange({ page: pageNumber }));
  on('updatefindmatchescount', onFound);
  on('updatefindcontrolstate', onFound);
  return () => stop.abort();
}
