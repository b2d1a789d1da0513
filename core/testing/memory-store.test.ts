import { storeConformance } from '#tests/conformance/store.ts';
import { createMemoryStore } from './memory-store.ts';

storeConformance('The in-memory store', async () => ({ store: createMemoryStore(), close: async () => undefined }));
