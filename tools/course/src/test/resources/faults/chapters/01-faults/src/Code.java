// tag::here[]
class Code {}
// end::here[]
