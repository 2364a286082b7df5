import type { StreamKind } from '#event-store';
import { attachmentCodec } from './codec.ts';
import { attachment } from './domain/attachment.ts';
import type {
  Attachment,
  AttachmentCommand,
  AttachmentEvent,
  AttachmentRejection,
} from './domain/attachment.ts';

export const attachmentKind: StreamKind<
  AttachmentCommand,
  AttachmentEvent,
  Attachment,
  AttachmentRejection
> = { category: 'attachment', decider: attachment, codec: attachmentCodec };
