//! A database at rest: what it takes to bring it back, without a thread and without what it shares with others.

use std::sync::Arc;

/// A database image: the bytes of a SQLite file.
pub type Image = Arc<[u8]>;

/// How many bytes are compared and kept together: a page of SQLite's.
const PAGE_BYTES: usize = 4096;

/// A database at rest: the image that it was made from, which all databases made from it share, and the pages in which it
/// differs. That is why ten thousand worlds that nobody has written to take hardly any memory.
#[derive(Debug, Clone)]
pub struct ImageAtRest {
    base: Image,
    length: usize,
    changed_pages: Arc<[(u32, Box<[u8]>)]>,
}

impl ImageAtRest {
    /// A database that is `image`, and shares it with whoever else has it.
    pub fn whole(image: Image) -> Self {
        Self {
            length: image.len(),
            base: image,
            changed_pages: Arc::default(),
        }
    }

    /// A database that is `image` and began as `base`.
    pub fn packed(base: &Image, image: &[u8]) -> Self {
        let changed_pages = (0_u32..)
            .zip(image.chunks(PAGE_BYTES))
            .filter(|(number, page)| page_of(base, *number) != *page)
            .map(|(number, page)| (number, page.into()));
        Self {
            changed_pages: changed_pages.collect(),
            base: base.clone(),
            length: image.len(),
        }
    }

    /// The whole image.
    pub fn unpacked(&self) -> Image {
        if self.is_untouched() {
            return self.base.clone();
        }
        let mut image = self.base[..self.length.min(self.base.len())].to_vec();
        image.resize(self.length, 0);
        for (number, page) in &*self.changed_pages {
            let start = *number as usize * PAGE_BYTES;
            image[start..start + page.len()].copy_from_slice(page);
        }
        image.into()
    }

    /// The image that it began as.
    pub fn base(&self) -> &Image {
        &self.base
    }

    /// How long the whole image is, in bytes.
    pub fn length(&self) -> usize {
        self.length
    }

    /// How much memory it takes beside the image that it shares, in bytes.
    pub fn own_bytes(&self) -> usize {
        self.changed_pages.iter().map(|(_, page)| page.len()).sum()
    }

    fn is_untouched(&self) -> bool {
        self.changed_pages.is_empty() && self.length == self.base.len()
    }
}

/// A page of `image`, as much of it as there is.
fn page_of(image: &[u8], number: u32) -> &[u8] {
    let start = (number as usize * PAGE_BYTES).min(image.len());
    &image[start..(start + PAGE_BYTES).min(image.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_folded_unfolds_to_what_it_was() {
        let base: Image = (0..10 * PAGE_BYTES).map(|n| (n % 251) as u8).collect();
        let mut changed = base.to_vec();
        changed[3 * PAGE_BYTES + 7] ^= 1;
        let longer = [&changed[..], &[9; PAGE_BYTES]].concat();
        let shorter = &changed[..5 * PAGE_BYTES];
        for (image, own_pages) in [(&changed[..], 1), (&longer[..], 2), (shorter, 1), (&[], 0)] {
            let folded = ImageAtRest::packed(&base, image);
            assert_eq!(&*folded.unpacked(), image);
            assert_eq!(folded.own_bytes(), own_pages * PAGE_BYTES);
        }
    }

    #[test]
    fn what_nobody_wrote_to_is_the_image_it_began_as() {
        let base: Image = vec![7; 3 * PAGE_BYTES].into();
        let folded = ImageAtRest::packed(&base, &base);
        assert!(Arc::ptr_eq(&folded.unpacked(), &base));
        assert_eq!(folded.own_bytes(), 0);
    }
}
