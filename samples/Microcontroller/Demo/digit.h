// An image to try, again and again for a network that takes more: a seven, one bit for each pixel, the most significant of the 28 on the left.
#ifndef IMAGES_H
#define IMAGES_H

#include <stdint.h>

#define IMAGE_COUNT 1

static const uint32_t rows[28] = {
    0, 0, 0, 0, 0, 0,
    0x03FFFF0, 0x03FFFF0, 0x03FFFF0, 0x0000070, 0x0000070, 0x00000E0, 0x00000E0, 0x00001C0, 0x00001C0, 0x0000380,
    0x0000380, 0x0000700, 0x0000700, 0x0000E00, 0x0000E00, 0x0001C00, 0x0001C00, 0x0003800, 0x0003800, 0, 0, 0,
};

static int image_byte(int image, int pixel)
{
    (void)image;
    return rows[pixel / 28 % 28] >> (27 - pixel % 28) & 1 ? 255 : 0;
}

#endif
