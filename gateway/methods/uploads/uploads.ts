// Uploads into a session's workspace.
import { invalidRequest } from '#contract/wire/errors.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

export const UPLOAD_HANDLERS = defineHandlers({
  'files.upload.start': ({ conflict = 'fail', ...request }, { services, by }) =>
    services.uploads.start({ ...request, conflict }, by),

  'files.upload.append': ({ uploadId, offset, data }, { services, by }) => {
    if (!BASE64.test(data)) throw invalidRequest("The part isn't valid base64.", 'UPLOAD_DATA');
    return services.uploads.append(uploadId, offset, Buffer.from(data, 'base64'), by);
  },

  'files.upload.status': ({ uploadId }, { services, by }) => services.uploads.get(uploadId, by),

  'files.upload.finish': ({ uploadId }, { services, by }) => services.uploads.finish(uploadId, by),

  async 'files.upload.cancel'({ uploadId }, { services, by }) {
    await services.uploads.cancel(uploadId, by);
    return { ok: true };
  },
});
