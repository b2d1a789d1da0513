// CPU and memory usage.
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const RESOURCE_HANDLERS = defineHandlers({
  'resources.samples': ({ period }, { gateway }) => gateway.resources.read(period),
});
