/** All doors of @neurite/core as one: for tests that go through every name. */

export * from '@neurite/core'
export * from '@neurite/core/define'
export * from '@neurite/core/explain'
export * from '@neurite/core/files'
export * from '@neurite/core/health'
export * from '@neurite/core/wire'
