export { attachmentCodec } from './codec.ts';
export type { AttachmentEvent } from './domain/attachment.ts';
export { attachmentsProjection, placeAttachments } from './attachments.projection.ts';
export { attachmentIdsOfCase, everyAttachment, findAttachment } from './attachments.queries.ts';
export { BucketObjectStore } from './bucket-object-store.ts';
export { DiskObjectStore, ObjectStore, placeOfObject } from './object-store.ts';
