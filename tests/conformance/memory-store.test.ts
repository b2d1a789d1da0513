import { storeConformance } from './store.ts';
import { createMemoryStore } from '../support/core/memory-store.ts';

storeConformance('The in-memory store', async () => ({ store: createMemoryStore(), close: async () => undefined }));
