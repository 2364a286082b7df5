export { Attachment, attachmentOf, attachmentsOfIds } from './attachment.types.ts';
export { CaseSight, PersonReach } from './attachment.visibility.ts';
export { AttachmentsController } from './attachments.controller.ts';
export { Attachments } from './attachments.ts';
export { ATTACHMENT_ERRORS } from './refusals.ts';
export { SealedObjects } from './sealed-objects.ts';
export { Uploads } from './uploads.ts';
export type { Placed, Sight } from './attachment.visibility.ts';
