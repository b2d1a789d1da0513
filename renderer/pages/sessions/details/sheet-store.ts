// Which session's details are open.
import { createStore } from 'zustand/vanilla';

/** The key of the session whose details are open, if any. */
export const sheetStore = createStore<{ readonly key: string | undefined }>(() => ({ key: undefined }));
