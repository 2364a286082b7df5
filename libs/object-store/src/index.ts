export { Bucket, ObjectStoreAway } from './bucket.ts';
export type { BucketPlace } from './bucket.ts';
