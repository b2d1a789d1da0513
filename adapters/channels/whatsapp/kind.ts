// WhatsApp through Meta's official Cloud API.
import { createRecordedFetch } from '../outbound/recorded-fetch.ts';
import { defineChannel, type ChannelContext } from '../define-channel.ts';
import { WhatsAppChannel } from './channel.ts';
import { GRAPH_ADDRESS, GraphApi } from './graph-api.ts';

/** For tests, and for servers that speak the same protocol. */
const ADDRESS_VARIABLE = 'GATEHOUSE_WHATSAPP_API';

/** The member of the family. */
export const WHATSAPP = defineChannel({
  id: 'whatsapp',
  title: 'WhatsApp',
  summary: "Connects a business number on WhatsApp through Meta's official Cloud API.",
  steps: [
    'Open [Meta for Developers](https://developers.facebook.com/apps), create an app, and add the product WhatsApp. Meta gives you a test number.',
    'Under **WhatsApp → API Setup**, copy the phone number ID. In **Business settings → System users**, create an access token that does not expire, with the permissions `whatsapp_business_messaging` and `whatsapp_business_management`.',
    'Under **App settings → Basic**, copy the app secret. Make up a verify token: any long random text.',
    "Save the settings here. Then open **WhatsApp → Configuration**, enter the address of this channel's webhook and the verify token, and subscribe to the field `messages`. Meta must be able to reach the address over HTTPS.",
  ],
  fields: [
    {
      name: 'phoneNumberId',
      title: 'Phone number ID',
      help: 'The ID of the number, not the number. It is in the Meta app under WhatsApp → API Setup.',
      variable: 'WHATSAPP_PHONE_NUMBER_ID',
      pattern: '^[0-9]{5,20}$',
    },
    {
      name: 'accessToken',
      title: 'Access token',
      help: 'A permanent token of a system user. Temporary tokens from API Setup expire after a day.',
      isSecret: true,
      variable: 'WHATSAPP_ACCESS_TOKEN',
    },
    {
      name: 'appSecret',
      title: 'App secret',
      help: 'Proves that messages come from Meta. It is in the Meta app under App settings → Basic.',
      isSecret: true,
      variable: 'WHATSAPP_APP_SECRET',
    },
    {
      name: 'verifyToken',
      title: 'Verify token',
      help: 'A long random text that you make up, and enter in the Meta app together with the address of the webhook.',
      isSecret: true,
      variable: 'WHATSAPP_VERIFY_TOKEN',
    },
  ],
  create(context) {
    const { id, ledger, environment, clock, log, webhookUrl } = context;
    const fetch = createRecordedFetch({ ledger, environment, caller: { kind: 'channel', name: id } });
    const base = (environment[ADDRESS_VARIABLE] ?? GRAPH_ADDRESS).replace(/\/$/, '');
    return new WhatsAppChannel({
      api: new GraphApi({ fetch, base, token: () => readSecret(context, 'accessToken') }),
      phoneNumberId: () => context.option('phoneNumberId') ?? '',
      appSecret: () => readSecret(context, 'appSecret'),
      verifyToken: () => readSecret(context, 'verifyToken'),
      webhookUrl,
      clock,
      log,
    });
  },
});

async function readSecret({ secret }: ChannelContext, field: string): Promise<string> {
  return (await secret(field))?.reveal() ?? '';
}
