/*
 * Kernels that are wrong in one thing each: what the comparison must find.
 */
#ifndef KERNELS_FAULTY_H
#define KERNELS_FAULTY_H

#include "json/scan.h"

extern const struct scan_kernel faulty_kernels[];
extern const size_t faulty_nkernels;

#endif
