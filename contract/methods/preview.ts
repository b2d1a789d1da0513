// Previews of web pages that programs of a session's machine serve.
import { Type } from 'typebox';
import type { OpenPreview, PreviewPorts } from '../types/preview.ts';
import { adminMethod } from './define-method.ts';
import { Id, SessionKey, closed, resultType } from './results.ts';

const MAX_PORT = 65_535;
/** A name or an address, which becomes a part of a URL. */
const HOST = '^(\\[[0-9A-Fa-f:.]{2,45}\\]|[0-9A-Za-z.-]{1,253})$';

/** Methods of previews. They are for administrators, because a preview reaches every port of the machine. */
export const PREVIEW_METHODS = {
  'preview.ports': adminMethod({
    summary: "Lists the TCP ports on which programs listen in a session's machine.",
    params: closed({ sessionKey: SessionKey }),
    result: resultType<PreviewPorts>('PreviewPorts'),
    isLong: true,
  }),
  'preview.open': adminMethod({
    summary:
      "Makes a port of a session's machine available on a port of this gateway, and returns a single-use URL that opens it. `host` is the name at which the caller's browser reaches the gateway.",
    params: closed({
      sessionKey: SessionKey,
      port: Type.Integer({ minimum: 1, maximum: MAX_PORT }),
      host: Type.Optional(Type.String({ pattern: HOST })),
    }),
    result: resultType<OpenPreview>('OpenPreview'),
    isLong: true,
  }),
  'preview.close': adminMethod({
    summary: 'Ends a preview.',
    params: closed({ id: Id }),
    result: resultType<{ readonly closed: boolean }>('PreviewClosed'),
  }),
} as const;
